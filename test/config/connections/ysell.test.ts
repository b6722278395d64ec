import assert from 'node:assert/strict';
import { parseConnectionSecrets, parseConnectionSettings } from '../../../src/connectors/kinds.ts';

const baseUrl = 'https://example.eu2.ysell.pro/';

const pathsOf = (settings: Record<string, unknown>): readonly string[] => {
  const reading = parseConnectionSettings('ysell', { baseUrl, ...settings });
  return reading.ok ? [] : reading.errors.map(({ path }) => path);
};

describe('the settings of Ysell', () => {
  it('are the documented defaults when only the address is given', () => {
    assert.deepEqual(parseConnectionSettings('ysell', { baseUrl }), {
      ok: true,
      value: {
        baseUrl,
        dialect: 'requirement',
        requestsPerSecond: 5,
        timeoutMs: 30_000,
        pollEveryMinutes: 60,
        match: { all: true },
        sourceLocation: 'ShemaxGlobal',
      },
    });
  });

  const taken: readonly Record<string, unknown>[] = [
    { dialect: 'v1', createPath: '/v2/order' },
    { lookup: 'none' },
    { lookup: { path: '/api/orders/status?id=<order name>' } },
    { doneStatuses: ['Done', 7.1, '7.2'] },
    { match: 'all' },
    { match: { team: 'Website' } },
    { match: { tag: 7 } },
    { sourceLocation: 12, productIdField: 'x_ysell_id' },
  ];
  for (const settings of taken) {
    it(`take ${JSON.stringify(settings)}`, () => {
      assert.deepEqual(pathsOf(settings), []);
    });
  }

  const refused: readonly (readonly [Record<string, unknown>, string])[] = [
    [{ baseUrl: 'http://example.eu2.ysell.pro/' }, 'settings.baseUrl'],
    [{ baseUrl: 'https://key@example.eu2.ysell.pro/' }, 'settings.baseUrl'],
    [{ dialect: 'v2' }, 'settings.dialect'],
    [{ createPath: 'api/orders' }, 'settings.createPath'],
    [{ statusPath: '/a b' }, 'settings.statusPath'],
    [{ pollEveryMinutes: 0 }, 'settings.pollEveryMinutes'],
    [{ requestsPerSecond: 0 }, 'settings.requestsPerSecond'],
    [{ productIdField: 'Not a field' }, 'settings.productIdField'],
    [{ unheardOf: true }, 'settings.unheardOf'],
  ];
  for (const [settings, path] of refused) {
    it(`refuse ${JSON.stringify(settings)} by name`, () => {
      assert.deepEqual(pathsOf(settings), [path]);
    });
  }

  it('need a key that can travel in a header', () => {
    assert.equal(parseConnectionSecrets('ysell', { apiKey: 'abc' }).ok, true);
    for (const secrets of [{}, { apiKey: '' }, { apiKey: 'a b' }]) {
      const reading = parseConnectionSecrets('ysell', secrets);
      assert.deepEqual(reading.ok ? [] : reading.errors.map(({ path }) => path), ['secrets.apiKey']);
    }
  });
});
