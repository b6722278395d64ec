import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aConnection, page, problem } from './builders.ts';
import { startFakeApi } from './fake-api.ts';
import type { FakeApi } from './fake-api.ts';
import { runIn, token } from './run-in-test.ts';

const wrongUse: readonly (readonly string[])[] = [
  [],
  ['nonsense'],
  ['orders'],
  ['orders', 'nonsense'],
  ['orders', 'show'],
  ['orders', 'list', '--nonsense'],
  ['orders', 'list', '--limit', 'many'],
  ['orders', 'list', '--since', 'yesterday-ish'],
  ['orders', 'show', 'C-1', 'C-2'],
  ['tokens', 'create', '--name', 'shop'],
  ['tokens', 'create', '--name', 'shop', '--scope', 'everything'],
  ['attention', 'retry'],
  ['attention', 'retry', 'some-id', '--filter', 'kind=rejected'],
  ['attention', 'retry', '--filter', 'colour=blue'],
  ['listings', 'map', 'cartona', '110774', '904', '--factor', '0'],
  ['connections', 'apply', '/no/such/file.yaml'],
  ['odoo', 'check'],
  ['odoo', 'check', '--database', 'another'],
  ['sync', 'cartona'],
  ['sync', 'cartona', 'deliveries'],
  ['sync', 'cartona', 'listings', '--since', '2026-01-01'],
  ['sync', 'cartona', 'pull', '--dry-run'],
  ['sync', 'odoo', '--since', '2026-01-01'],
  ['sync', 'cartona', 'pull', '--full'],
];

const everyCommand: readonly (readonly string[])[] = [
  ['start'],
  ['worker'],
  ['api'],
  ...['list', 'apply', 'export', 'test', 'pause', 'resume', 'delete'].map((name) => ['connections', name]),
  ['sync'],
  ...['list', 'show', 'retry', 'skip', 'cancel', 'otp'].map((name) => ['orders', name]),
  ...['status', 'runs', 'orders', 'show', 'retry', 'skip'].map((name) => ['pos', name]),
  ...['list', 'show', 'retry', 'skip', 'cancel', 'check', 'send'].map((name) => ['fulfilments', name]),
  ...['list', 'show', 'book', 'retry', 'skip', 'cancel', 'check', 'label'].map((name) => ['deliveries', name]),
  ...['list', 'map', 'import'].map((name) => ['listings', name]),
  ...['list', 'push', 'report'].map((name) => ['offers', name]),
  ...['list', 'retry', 'skip', 'cancel'].map((name) => ['attention', name]),
  ...['check', 'setup'].map((name) => ['odoo', name]),
  ...['create', 'list', 'revoke'].map((name) => ['tokens', name]),
  ['keys', 'rotate'],
];

describe('the conveyor command', () => {
  let api: FakeApi;
  const run = (...args: string[]) => runIn({ CONVEYOR_URL: api.url, CONVEYOR_TOKEN: token }, ...args);

  beforeEach(async () => {
    api = await startFakeApi();
  });
  afterEach(() => api.close());

  for (const args of wrongUse)
    it(`ends with 2 and says why at: conveyor ${args.join(' ')}`, async () => {
      const result = await run(...args);
      assert.equal(result.code, 2, result.err);
      assert.notEqual(result.err, '');
      assert.equal(api.calls.length, 0);
    });

  for (const args of everyCommand)
    it(`explains \`${args.join(' ')}\` with --help, which names --json`, async () => {
      const result = await run(...args, '--help');
      assert.equal(result.code, 0);
      assert.match(result.out, /--json/);
    });

  it('prints the answer of the API with --json, unknown fields included', async () => {
    const connection = aConnection({ somethingNew: 1 });
    api.on('GET /api/connections', () => ({ body: page(connection) }));
    const result = await run('connections', 'list', '--json');
    assert.equal(result.code, 0, result.err);
    assert.deepEqual(JSON.parse(result.out), page(connection));
    assert.equal(api.calls[0]?.authorization, `Bearer ${token}`);
  });

  it('ends with 1 and the words of the API when it refuses', async () => {
    api.on('DELETE /api/connections/cartona', () => problem(409, 'cartona has 3 open runs; --force closes them.'));
    const result = await run('connections', 'delete', 'cartona');
    assert.deepEqual(result, { code: 1, out: '', err: 'cartona has 3 open runs; --force closes them.' });
  });

  it('prints the problem document of a refusal with --json', async () => {
    const refusal = problem(409, 'cartona has 3 open runs.');
    api.on('DELETE /api/connections/cartona', () => refusal);
    const result = await run('connections', 'delete', 'cartona', '--json');
    assert.equal(result.code, 1);
    assert.deepEqual(JSON.parse(result.out), refusal.body);
  });

  it('says in one line that nothing listens, and what to do', async () => {
    await api.close();
    const result = await run('orders', 'list');
    assert.equal(result.code, 1);
    assert.match(
      result.err,
      /^Nothing listens on http:\/\/127\.0\.0\.1:\d+: start Conveyor with `npm start`.*CONVEYOR_URL[^\n]*$/,
    );
    api = await startFakeApi();
  });

  it('says what is missing when there is no token', async () => {
    const result = await runIn({ CONVEYOR_URL: api.url }, 'orders', 'list');
    assert.equal(result.code, 1);
    assert.match(result.err, /CONVEYOR_TOKEN/);
  });

  it('takes the token that start left in CONVEYOR_HOME', async () => {
    const home = await mkdtemp(join(tmpdir(), 'conveyor-home-'));
    await writeFile(join(home, 'token'), `${token}\n`);
    api.on('GET /api/connections', () => ({ body: page() }));
    const result = await runIn({ CONVEYOR_URL: api.url, CONVEYOR_HOME: home }, 'connections', 'list');
    assert.equal(result.code, 0, result.err);
    assert.equal(api.calls[0]?.authorization, `Bearer ${token}`);
  });

  it('names a wrong variable instead of calling anybody', async () => {
    const result = await runIn({ CONVEYOR_URL: 'nowhere', CONVEYOR_TOKEN: token }, 'orders', 'list');
    assert.equal(result.code, 1);
    assert.match(result.err, /CONVEYOR_URL: found "nowhere"/);
  });
});
