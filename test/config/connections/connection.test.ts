import assert from 'node:assert/strict';
import { connectionSchema } from '../../../src/config/connections/connection.ts';
import { problemsOf } from '../../../src/config/connections/problems.ts';

const aConnection = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: 'cartona',
  kind: 'cartona',
  name: 'Cartona Egypt',
  ...more,
});

describe('a connection', () => {
  it('is enabled and has no settings unless it says so', () => {
    assert.deepEqual(connectionSchema.parse(aConnection()), {
      id: 'cartona',
      kind: 'cartona',
      name: 'Cartona Egypt',
      enabled: true,
      settings: {},
      secrets: {},
    });
  });

  for (const id of ['a', 'cartona-2', '0', 'x'.repeat(40)]) {
    it(`may have the id ${id}`, () => {
      assert.ok(connectionSchema.safeParse(aConnection({ id })).success);
    });
  }

  const wrong: readonly (readonly [Record<string, unknown>, string, RegExp])[] = [
    [{ id: '' }, 'id', /a-z, 0-9 and -/],
    [{ id: 'Cartona' }, 'id', /a-z, 0-9 and -/],
    [{ id: 'x'.repeat(41) }, 'id', /1 to 40/],
    [{ id: 'odoo' }, 'id', /reserved/],
    [{ id: undefined }, 'id', /is missing/],
    [{ name: ' ' }, 'name', /at least 1 characters/],
    [{ enabled: 'yes' }, 'enabled', /of type boolean/],
    [{ secrets: { token: 5 } }, 'secrets.token', /of type string/],
    [{ setings: {} }, 'setings', /is not known here/],
  ];
  for (const [more, path, words] of wrong) {
    it(`is refused with ${JSON.stringify(more)}, and the field is named`, () => {
      const { error } = connectionSchema.safeParse(aConnection(more));
      assert.ok(error);
      const [problem, ...others] = problemsOf(error);
      assert.equal(problem?.path, path);
      assert.match(problem.message, words);
      assert.deepEqual(others, []);
    });
  }
});
