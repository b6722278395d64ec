import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { readEnvironment } from '../../src/config/environment.ts';
import { waitUntil } from '../../src/runtime/wait-until.ts';
import { aliveIn, clearStartPlace, newStartPlace, runOf, start, supervisedRoles } from './start-in-test.ts';
import type { StartPlace, StartUnderTest } from './start-in-test.ts';

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

describe('conveyor start', function () {
  this.timeout(120_000);

  let place: StartPlace;
  let running: StartUnderTest;

  const startAgain = async (): Promise<StartUnderTest> => {
    const again = start(place);
    assert.ok(await again.running(), again.output());
    return again;
  };

  const gone = (): Promise<boolean> => {
    const run = runOf(place);
    return waitUntil(() => aliveIn(run).length === 0, { withinMs: 12_000 });
  };

  before(async () => {
    place = await newStartPlace();
    running = await startAgain();
  });

  after(() => clearStartPlace(place));

  it('runs PostgreSQL, Temporal, sandbox, worker and API and prints where they are', () => {
    const run = runOf(place);
    assert.deepEqual(aliveIn(run), ['supervisor', 'guard', ...supervisedRoles]);
    for (const url of Object.values(run.urls)) assert.ok(running.output().includes(url), url);
  });

  it('shows the generated token once and keeps it where only its owner reads it', () => {
    const token = readFileSync(join(place.home, 'token'), 'utf8').trim();
    assert.ok(token.length >= 32);
    assert.ok(running.output().includes(token));
    for (const file of readdirSync(place.home).filter((name) => /^(token|key|.*\.json)$/.test(name))) {
      assert.equal(statSync(join(place.home, file)).mode & 0o077, 0, file);
    }
    assert.equal(Buffer.from(readFileSync(join(place.home, 'key'), 'utf8'), 'base64').length, 32);
  });

  it('lets another worker join through run.json', async () => {
    const environment = readEnvironment('worker', { variables: place.variables, folder: place.home });
    assert.equal(environment.temporal.connectionOptions.address, `127.0.0.1:${place.variables['TEMPORAL_PORT'] ?? ''}`);
    assert.equal(environment.odoo.database, 'sandbox');
    const client = new Client({ connectionString: environment.databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ encoding: string; fsync: string }>(
      `select current_setting('server_encoding') as encoding, current_setting('fsync') as fsync`,
    );
    await client.end();
    assert.deepEqual(rows, [{ encoding: 'UTF8', fsync: 'on' }]);
  });

  for (const role of supervisedRoles) {
    it(`starts ${role} again within two seconds of a kill -9`, async () => {
      const killed = runOf(place)[role];
      assert.ok(killed);
      process.kill(killed.pid, 'SIGKILL');
      const again = (): boolean => {
        const now = runOf(place);
        return now[role]?.pid !== killed.pid && aliveIn(now).includes(role);
      };
      assert.ok(await waitUntil(again, { withinMs: 2_000 }), running.output());
      assert.match(running.output(), new RegExp(`${role} ended \\(killed by SIGKILL\\)`));
      const { port } = killed;
      if (port !== null) assert.ok(await waitUntil(() => accepts(port), { withinMs: 15_000 }), 'it listens again');
    });
  }

  it('refuses a second start beside a living one, in one line with the way out', async () => {
    const second = start(place);
    assert.equal(await second.ended, 1);
    assert.match(second.output(), /^Conveyor runs already on .* \(process \d+\).*CONVEYOR_HOME.*\n$/);
  });

  it('clears what a killed supervisor left and finds everything as it was', async () => {
    const token = readFileSync(join(place.home, 'token'), 'utf8').trim();
    const before = runOf(place);
    running.process.kill('SIGKILL');
    await running.ended;
    running = await startAgain();
    assert.deepEqual(aliveIn(before), []);
    assert.equal(readFileSync(join(place.home, 'token'), 'utf8').trim(), token);
    assert.ok(!running.output().includes(token));
  });

  it('clears them too when the guard was killed first', async () => {
    const before = runOf(place);
    process.kill(before.guard?.pid ?? 0, 'SIGKILL');
    running.process.kill('SIGKILL');
    await running.ended;
    assert.ok(aliveIn(before).includes('postgres'));
    running = await startAgain();
    assert.deepEqual(aliveIn(before), []);
  });

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    it(`stops all of it within ten seconds of ${signal}`, async () => {
      const before = runOf(place);
      const askedAt = performance.now();
      running.process.kill(signal);
      assert.equal(await running.ended, 0);
      assert.ok(performance.now() - askedAt < 10_000);
      assert.ok(await waitUntil(() => aliveIn(before).length === 0, { withinMs: 1_000 }), aliveIn(before).join());
      if (signal !== 'SIGHUP') running = await startAgain();
    });
  }

  it('leaves no orphan when the supervisor is killed and nobody starts again', async () => {
    running = await startAgain();
    running.process.kill('SIGKILL');
    assert.ok(await gone());
  });

  it('refuses a home that belongs to another Odoo, naming both ways out', async () => {
    const other = { ODOO_URL: 'https://erp.example.com', ODOO_DB: 'live', ODOO_USER: 'x', ODOO_PASSWORD: 'y' };
    const refused = start({ ...place, variables: { ...place.variables, ...other } });
    assert.equal(await refused.ended, 1);
    assert.match(refused.output(), /belongs to the sandbox and its Odoo .*erp\.example\.com.*CONVEYOR_HOME.*--fresh/);
  });

  it('says in one line which port is taken, before anything is started', async () => {
    const server = createServer();
    const port = place.variables['TEMPORAL_UI_PORT'] ?? '';
    await new Promise<void>((resolve) => server.listen(Number(port), '127.0.0.1', resolve));
    try {
      const refused = start(place);
      assert.equal(await refused.ended, 1);
      const lines = refused.output().trim().split('\n').slice(-1);
      assert.match(
        lines.join(),
        new RegExp(`^Port ${port}, wanted for Temporal's Web UI, is taken .*TEMPORAL_UI_PORT`),
      );
      assert.ok(!refused.output().includes('Starting Conveyor'));
    } finally {
      server.close();
    }
  });

  it('begins anew with --fresh', async () => {
    const token = readFileSync(join(place.home, 'token'), 'utf8');
    const fresh = start(place, '--fresh');
    assert.ok(await fresh.running(), fresh.output());
    assert.notEqual(readFileSync(join(place.home, 'token'), 'utf8'), token);
    fresh.process.kill('SIGTERM');
    assert.equal(await fresh.ended, 0);
  });
});

describe('conveyor start with servers of its user', () => {
  let place: StartPlace;
  const servers = { DATABASE_URL: 'postgresql://u:p@127.0.0.1:1/x', TEMPORAL_ADDRESS: '127.0.0.1:2' };
  const own = {
    CONVEYOR_TOKEN: 'a-token-of-the-user-with-40-characters-xx',
    CONVEYOR_KEY: Buffer.alloc(32).toString('base64'),
  };

  beforeEach(async () => {
    place = await newStartPlace();
    Object.assign(place.variables, servers, own);
  });
  afterEach(() => clearStartPlace(place));

  it('runs no PostgreSQL and no Temporal, and prints no token that was given', async () => {
    const running = start(place);
    assert.ok(await running.running(), running.output());
    assert.deepEqual(aliveIn(runOf(place)), ['supervisor', 'guard', 'sandbox', 'worker', 'api']);
    assert.ok(!running.output().includes(own.CONVEYOR_TOKEN));
    const { databaseUrl, temporal, key } = readEnvironment('api', { variables: place.variables, folder: place.home });
    assert.deepEqual(
      [databaseUrl, temporal.connectionOptions.address, key],
      [servers.DATABASE_URL, servers.TEMPORAL_ADDRESS, own.CONVEYOR_KEY],
    );
    running.process.kill('SIGTERM');
    assert.equal(await running.ended, 0);
  });

  it('ends with what a process said that cannot start, and leaves nothing running', async () => {
    place.variables['STAND_IN_FAILS'] = 'api';
    const refused = start(place);
    await waitUntil(() => existsSync(join(place.home, 'run.json')), { withinMs: 10_000 });
    const run = runOf(place);
    assert.equal(await refused.ended, 1);
    assert.match(refused.output(), /api ended at its start \(exit code 1\):\nThis Odoo belongs to somebody else\n/);
    assert.deepEqual(aliveIn(run), []);
  });

  it('lives on when nobody reads what it prints any more', async () => {
    const running = start(place);
    assert.ok(await running.running(), running.output());
    running.process.stdout?.destroy();
    running.process.stderr?.destroy();
    const { worker } = runOf(place);
    process.kill(worker?.pid ?? 0, 'SIGKILL');
    assert.ok(await waitUntil(() => runOf(place).worker?.pid !== worker?.pid, { withinMs: 2_000 }));
    running.process.kill('SIGHUP');
    assert.equal(await running.ended, 0);
  });
});
