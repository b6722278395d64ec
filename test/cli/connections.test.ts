import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { aConnection, page, problem } from './builders.ts';
import { startFakeApi } from './fake-api.ts';
import type { FakeApi } from './fake-api.ts';
import { runIn, token } from './run-in-test.ts';

const file = `
connections:
  - id: cartona
    kind: cartona
    name: Cartona Egypt
    settings: { baseUrl: https://cartona.example/api/v1/, pageSize: 50 }
    secrets: { token: \${CARTONA_TOKEN} }
`;

const fileNamed = async (text: string): Promise<string> => {
  const path = join(await mkdtemp(join(tmpdir(), 'conveyor-file-')), 'connections.yaml');
  await writeFile(path, text);
  return path;
};

describe('conveyor connections', () => {
  let api: FakeApi;
  const run = (...args: string[]) =>
    runIn({ CONVEYOR_URL: api.url, CONVEYOR_TOKEN: token, CARTONA_TOKEN: 's3cret' }, 'connections', ...args);
  const written = () => api.calls.filter((call) => call.method !== 'GET');

  beforeEach(async () => {
    api = await startFakeApi();
    api.on('GET /api/connections', () => ({ body: page(aConnection()) }));
  });
  afterEach(() => api.close());

  it('creates what is not there, with secrets from the environment', async () => {
    api.on('GET /api/connections', () => ({ body: page() }));
    api.on('POST /api/connections', () => ({ status: 201, body: aConnection() }));
    const result = await run('apply', await fileNamed(file));
    assert.equal(result.code, 0, result.err);
    assert.deepEqual(
      written().map((call) => call.body),
      [
        {
          id: 'cartona',
          kind: 'cartona',
          name: 'Cartona Egypt',
          enabled: true,
          settings: { baseUrl: 'https://cartona.example/api/v1/', pageSize: 50 },
          secrets: { token: 's3cret' },
        },
      ],
    );
    assert.match(result.out, /cartona: created/);
    assert.doesNotMatch(result.out, /s3cret/);
  });

  it('shows field by field what changed, and of secrets only that', async () => {
    const settings = { baseUrl: 'https://cartona.example/api/v1/', pageSize: 50, offers: { enabled: true } };
    api.on('PUT /api/connections/cartona', () => ({ body: aConnection({ settings, version: 2 }) }));
    const result = await run('apply', await fileNamed(file));
    assert.equal(result.code, 0, result.err);
    assert.deepEqual(result.out.split('\n'), [
      'cartona: updated',
      '  settings.pageSize: 100 -> 50',
      '  settings.offers.enabled: false -> true',
      '  secrets.token: changed',
    ]);
  });

  it('says unchanged when the server changed nothing', async () => {
    api.on('PUT /api/connections/cartona', () => ({ body: aConnection() }));
    const result = await run('apply', await fileNamed(file), '--json');
    assert.equal(result.code, 0, result.err);
    assert.deepEqual(JSON.parse(result.out), {
      connections: [{ id: 'cartona', action: 'unchanged', changes: [], secrets: { token: 'kept' } }],
    });
  });

  it('names each wrong field of a refused connection, goes on with the others, and ends with 1', async () => {
    const second = file
      .replace('connections:\n', '')
      .replaceAll('cartona\n', 'cartona\n')
      .replace('id: cartona', 'id: second');
    api.on('PUT /api/connections/cartona', () =>
      problem(400, 'Wrong in the body', [{ path: 'settings.pageSize', message: 'too small' }]),
    );
    api.on('POST /api/connections', () => ({ status: 201, body: aConnection({ id: 'second' }) }));
    const result = await run('apply', await fileNamed(file + second));
    assert.equal(result.code, 1);
    assert.match(result.out, /cartona: refused: Wrong in the body\n {2}settings\.pageSize: too small/);
    assert.match(result.out, /second: created/);
  });

  const refusedFiles: readonly { title: string; text: string; words: RegExp }[] = [
    {
      title: 'a secret whose variable is not set',
      text: file.replace('CARTONA_TOKEN', 'NOT_SET'),
      words: /cartona: secrets\.token wants NOT_SET/,
    },
    { title: 'an id that cannot be', text: file.replace('id: cartona', 'id: Cartona!'), words: /connections\[0\]\.id/ },
    { title: 'the reserved id', text: file.replace('id: cartona', 'id: odoo'), words: /reserved/ },
    { title: 'a field nobody knows', text: file.replace('name:', 'nam:'), words: /connections\[0\]\.nam/ },
    {
      title: 'an id that is there twice',
      text: file + file.replace('\nconnections:\n', ''),
      words: /cartona is there more than once/,
    },
    { title: 'no YAML', text: 'connections: [', words: /no YAML/ },
  ];
  for (const { title, text, words } of refusedFiles)
    it(`writes nothing for a file with ${title}`, async () => {
      const result = await run('apply', await fileNamed(text));
      assert.equal(result.code, 1);
      assert.match(result.err, words);
      assert.equal(written().length, 0);
    });

  it('exports a file that apply takes, with a variable for each secret that is set', async () => {
    api.on('GET /api/connections', () => ({
      body: page(aConnection({ id: 'cartona-eg', secrets: { token: true, webhookToken: true } })),
    }));
    const result = await run('export');
    assert.equal(result.code, 0, result.err);
    const exported = parse(result.out) as { connections: unknown[] };
    const { settings } = aConnection();
    assert.deepEqual(exported.connections, [
      {
        id: 'cartona-eg',
        kind: 'cartona',
        name: 'Cartona Egypt',
        enabled: true,
        settings,
        secrets: { token: '${CARTONA_EG_TOKEN}', webhookToken: '${CARTONA_EG_WEBHOOK_TOKEN}' },
      },
    ]);
  });

  it('ends with 1 when the test call does not work', async () => {
    api.on('POST /api/connections/cartona/test', () => ({
      body: { ok: false, sawInWords: 'Cartona refused the token', durationMs: 12 },
    }));
    const result = await run('test', 'cartona');
    assert.equal(result.code, 1);
    assert.match(result.out, /does not work: Cartona refused the token/);
  });

  it('closes open runs only when forced', async () => {
    api.on('DELETE /api/connections/cartona', () => ({ status: 204 }));
    assert.equal((await run('delete', 'cartona', '--force')).code, 0);
    assert.equal(written()[0]?.path, '/api/connections/cartona?force=true');
  });
});
