import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvironmentError } from '../../src/config/environment-error.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import type { EnvironmentRole } from '../../src/config/environment.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const service = { DATABASE_URL: 'postgresql://db/conveyor', TEMPORAL_ADDRESS: 'temporal:7233', CONVEYOR_KEY: key };
const odoo = {
  ODOO_URL: 'https://erp.example.com/',
  ODOO_DB: 'live',
  ODOO_USER: 'bot',
  ODOO_PASSWORD: 'hidden-password',
};

describe('the environment', () => {
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'conveyor-environment-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = (role: EnvironmentRole, variables: Record<string, string> = {}) =>
    readEnvironment(role, { variables, folder });

  const problems = (role: EnvironmentRole, variables: Record<string, string>): readonly string[] => {
    try {
      read(role, variables);
    } catch (error) {
      if (error instanceof EnvironmentError) return error.problems;
      throw error;
    }
    return [];
  };

  it('needs nothing for a start: the sandbox stands in for Odoo and all else is our own', () => {
    const environment = read('start');
    assert.equal(environment.localUrl, 'http://127.0.0.1:3210');
    assert.equal(environment.home, join(folder, '.conveyor'));
    assert.equal(environment.databaseUrl, undefined);
    assert.equal(environment.temporal, undefined);
    assert.deepEqual(environment.temporalServer, {
      cli: undefined,
      port: 7233,
      uiPort: 8233,
      uiUrl: 'http://127.0.0.1:8233',
      namespace: 'default',
    });
    assert.deepEqual(environment.sandbox, { enabled: true, port: 3211 });
    assert.deepEqual(environment.odoo, {
      url: 'http://127.0.0.1:3211/odoo',
      database: 'sandbox',
      user: 'admin',
      password: 'admin',
      syncIntervalMinutes: 15,
      watchIntervalMs: 1000,
      concurrency: 2,
      timeoutMs: undefined,
    });
    assert.equal(environment.exchangeDays, 30);
    assert.deepEqual(environment.log, { level: 'info', format: process.stdout.isTTY ? 'pretty' : 'json' });
  });

  it('turns the sandbox off where a real Odoo is given, and drops the slash at the end of its address', () => {
    const environment = read('start', odoo);
    assert.equal(environment.sandbox.enabled, false);
    assert.equal(environment.odoo.url, 'https://erp.example.com');
    assert.equal(read('start', { ...odoo, CONVEYOR_SANDBOX: 'on' }).sandbox.enabled, true);
  });

  it('reads .env below the variables of the process, and takes an empty value for none', () => {
    writeFileSync(join(folder, '.env'), 'CONVEYOR_PORT=4000\nCONVEYOR_SANDBOX_PORT=4001\nLOG_LEVEL=debug\n');
    const environment = read('start', { CONVEYOR_PORT: '5000', LOG_LEVEL: '' });
    assert.equal(environment.port, 5000);
    assert.equal(environment.sandbox.port, 4001);
    assert.equal(environment.log.level, 'info');
  });

  const bad: [name: string, value: string, wanted: RegExp][] = [
    ['CONVEYOR_PORT', '70000', /wanted a port number from 1 to 65535/],
    ['CONVEYOR_PORT', '0', /wanted a port number/],
    ['TEMPORAL_UI_PORT', 'eight', /wanted a port number/],
    ['CONVEYOR_PUBLIC_URL', 'conveyor.example.com', /wanted an http:\/\/ or https:\/\/ address/],
    ['DATABASE_URL', 'mysql://db/conveyor', /wanted a postgresql:\/\/ address/],
    ['ODOO_URL', 'ftp://erp', /wanted an http:\/\/ or https:\/\/ address/],
    ['ODOO_CONCURRENCY', '1.5', /wanted a whole number from 1 to 100/],
    ['ODOO_WATCH_INTERVAL_MS', '-1', /wanted milliseconds/],
    ['CONVEYOR_SANDBOX', 'yes', /wanted on or off/],
    ['CONVEYOR_TOKEN', 'short', /wanted at least 32 characters/],
    ['CONVEYOR_KEY', Buffer.alloc(16).toString('base64'), /wanted 32 bytes in base64/],
    ['CONVEYOR_PREVIOUS_KEYS', `${key},nonsense`, /wanted keys separated by commas/],
    ['CONVEYOR_ALERT_SECRET', 'secret', /wanted whsec_/],
    ['CONVEYOR_EXCHANGE_DAYS', '0', /wanted whole days from 1 to 3650/],
    ['LOG_LEVEL', 'loud', /wanted one of fatal, error/],
    ['LOG_FORMAT', 'xml', /wanted pretty or json/],
  ];
  for (const [name, value, wanted] of bad) {
    it(`refuses ${name}=${value} with one line that names it and what is wanted`, () => {
      const lines = problems('client', { [name]: value });
      assert.equal(lines.length, 1);
      assert.ok(lines[0]?.startsWith(`${name}: found `), lines[0]);
      assert.match(lines.join(), wanted);
    });
  }

  it('names each variable that is wrong or unknown, all of them at once', () => {
    const lines = problems('start', {
      CONVEYOR_PORT: 'x',
      CONVEYOR_PROT: '3210',
      CONVEYOR_SANBOX_PORT: '1',
      LOG_LEVEL: 'x',
    });
    assert.deepEqual(
      lines.map((line) => line.split(':')[0]),
      ['CONVEYOR_PROT', 'CONVEYOR_SANBOX_PORT', 'CONVEYOR_PORT', 'LOG_LEVEL'],
    );
    assert.match(lines[1] ?? '', /perhaps CONVEYOR_SANDBOX_PORT/);
  });

  it('never shows a secret, nor an address with a password in it', () => {
    const lines = problems('client', {
      CONVEYOR_TOKEN: 'tiny-token',
      CONVEYOR_KEY: 'tiny-key',
      DATABASE_URL: 'mysql://u:tiny-password@db/x',
      CONVEYOR_ALERT_URL: 'chat/tiny-hook',
      ODOO_URL: 'https://me:tiny-password@erp.example.com',
    });
    assert.equal(lines.length, 5);
    assert.ok(!lines.join('\n').includes('tiny'), lines.join('\n'));
  });

  for (const role of ['worker', 'api'] as const) {
    it(`refuses a ${role} without database, Temporal and key where nothing runs to join`, () => {
      const names = problems(role, odoo).map((line) => line.split(':')[0]);
      assert.deepEqual(names, ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'CONVEYOR_KEY']);
      assert.deepEqual(problems(role, { ...service, ...odoo }), []);
    });
  }

  it('wants the whole login of an Odoo that is given, and an Odoo where the sandbox is off', () => {
    const names = problems('start', { ODOO_URL: 'https://erp.example.com', ODOO_DB: 'live' }).map(
      (line) => line.split(':')[0],
    );
    assert.deepEqual(names, ['ODOO_USER', 'ODOO_PASSWORD']);
    assert.match(problems('start', { CONVEYOR_SANDBOX: 'off' }).join(), /^ODOO_URL: found nothing/);
  });

  it('wants a secret for the alerts it is to send', () => {
    assert.match(
      problems('start', { CONVEYOR_ALERT_URL: 'https://chat.example.com/x' }).join(),
      /^CONVEYOR_ALERT_SECRET/,
    );
  });

  it("reads Temporal's own variables as its CLI does", () => {
    const { temporal } = read('worker', { ...service, TEMPORAL_NAMESPACE: 'prod', TEMPORAL_API_KEY: 'k' });
    assert.equal(temporal?.namespace, 'prod');
    assert.equal(temporal.connectionOptions.address, 'temporal:7233');
    assert.equal(temporal.connectionOptions.apiKey, 'k');
    assert.equal(temporal.connectionOptions.tls, true);
  });

  it('reads a Temporal profile only where one is asked for', () => {
    const file = join(folder, 'temporal.toml');
    writeFileSync(file, '[profile.default]\naddress = "profile:7233"\nnamespace = "from-file"\n');
    assert.equal(read('start', { TEMPORAL_CONFIG_FILE: file }).temporal?.namespace, 'from-file');
    assert.equal(read('start', { XDG_CONFIG_HOME: folder, HOME: folder }).temporal, undefined);
    assert.match(problems('start', { TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE: 'other' }).join(), /^TEMPORAL_\*/);
  });

  it('gives client commands the token that start generated, and an address to call where it listens everywhere', () => {
    const home = join(folder, 'home');
    const token = 't'.repeat(43);
    assert.equal(read('client', { CONVEYOR_HOME: home }).token, undefined);
    writeFileSync(join(folder, 'token'), `${token}\n`);
    const environment = read('client', { CONVEYOR_HOME: folder, CONVEYOR_HOST: '0.0.0.0', CONVEYOR_PORT: '4000' });
    assert.equal(environment.token, token);
    assert.equal(environment.apiUrl, 'http://127.0.0.1:4000');
  });
});
