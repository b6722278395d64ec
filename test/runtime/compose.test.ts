import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { readEnvironment } from '../../src/config/environment.ts';
import { isVariableName } from '../../src/config/variables.ts';

const project = dirname(dirname(import.meta.dirname));
const temporalsOwn = new Set(['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE']);

const service = z.object({
  image: z.string(),
  restart: z.string(),
  environment: z.record(z.string(), z.union([z.string(), z.number()])),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  stop_grace_period: z.string().optional(),
  deploy: z.object({
    replicas: z.number().optional(),
    resources: z.object({ limits: z.object({ memory: z.string() }) }),
  }),
});

const compose = z
  .object({
    services: z.record(z.string(), service),
    volumes: z.record(z.string(), z.null()),
    'x-conveyor-environment': z.record(z.string(), z.string()),
  })
  .parse(parse(readFileSync(join(project, 'docker-compose.yml'), 'utf8'), { merge: true }));

const services = Object.entries(compose.services);
const serviceOf = (name: string) => {
  const found = compose.services[name];
  assert.ok(found, name);
  return found;
};

/** Values of the kind each variable wants, as a person would set them. */
const given: Record<string, string> = {
  DATABASE_PASSWORD: 'databasepassword',
  TEMPORAL_DATABASE_PASSWORD: 'temporalpassword',
  CONVEYOR_KEY: Buffer.alloc(32, 1).toString('base64'),
  CONVEYOR_TOKEN: 't'.repeat(40),
  CONVEYOR_PUBLIC_URL: 'https://conveyor.example.com',
  ODOO_URL: 'https://erp.example.com',
  ODOO_DB: 'live',
  ODOO_USER: 'conveyor',
  ODOO_PASSWORD: 'api-key',
};

/** Fills in `${NAME:?message}` and `${NAME:-default}` as compose does. */
const interpolate = (value: string): string =>
  value.replaceAll(/\$\{(\w+)(?::([?-])([^}]*))?\}/g, (_, name: string, kind: string, text: string) => {
    const found = given[name] ?? (kind === '-' ? text : undefined);
    assert.ok(found !== undefined, `${name} has neither a value nor a default`);
    return found;
  });

const environmentOf = (name: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(serviceOf(name).environment).map(([variable, value]) => [variable, interpolate(String(value))]),
  );

describe('docker-compose.yml', () => {
  for (const role of ['api', 'worker'] as const) {
    it(`gives the ${role} an environment that Conveyor accepts`, () => {
      const environment = readEnvironment(role, { variables: environmentOf(role), folder: '/nowhere' });
      assert.equal(environment.sandbox.enabled, false);
      assert.equal(environment.temporal.connectionOptions.address, 'temporal:7233');
      for (const name of Object.keys(serviceOf(role).environment)) {
        assert.ok(isVariableName(name) || temporalsOwn.has(name), `${name} is a variable that Conveyor reads`);
      }
    });
  }

  it('has no default for any secret: compose names the one that is missing', () => {
    const text = readFileSync(join(project, 'docker-compose.yml'), 'utf8');
    for (const [, name = '', rest = ''] of text.matchAll(/\$\{(\w*(?:PASSWORD|_KEY|TOKEN)\w*)([^}]*)\}/g)) {
      if (name === 'CONVEYOR_PREVIOUS_KEYS') continue;
      assert.match(rest, /^:\?./, name);
    }
    for (const [name, { environment }] of services) {
      for (const [variable, value] of Object.entries(environment)) {
        if (/PASSWORD|PWD|TOKEN|_KEY$/.test(variable))
          assert.match(String(value), /^\$\{\w+:\?/, `${name}.${variable}`);
      }
    }
  });

  it('runs one API and two workers, whose grace is above the 200 s of a worker', () => {
    assert.equal(serviceOf('api').deploy.replicas, 1);
    assert.equal(serviceOf('worker').deploy.replicas, 2);
    assert.ok(Number.parseInt(serviceOf('worker').stop_grace_period ?? '', 10) > 200);
  });

  it('pins each image, limits its memory, and looks after the health of what runs for good', () => {
    for (const [name, { image, restart, healthcheck, deploy }] of services) {
      assert.match(image, /:\d+\.\d+[\w.-]*$/, name);
      assert.match(deploy.resources.limits.memory, /^\d+[mg]$/, name);
      if (restart === 'unless-stopped') assert.ok(healthcheck, `${name} has a health check`);
    }
  });

  it('shows Temporal, its Web UI and the API on the loopback only, and the databases nowhere', () => {
    for (const [name, { ports }] of services) {
      for (const port of ports) assert.ok(interpolate(port).startsWith('127.0.0.1:'), `${name} ${port}`);
    }
    assert.deepEqual([serviceOf('database').ports, serviceOf('temporal-database').ports], [[], []]);
  });

  it('keeps both databases in named volumes', () => {
    for (const name of ['database', 'temporal-database']) {
      const [volume = ''] = serviceOf(name).volumes;
      assert.ok((volume.split(':')[0] ?? '') in compose.volumes, volume);
    }
  });

  it('gives Temporal enough shards for production', () => {
    assert.ok(Number(serviceOf('temporal').environment['NUM_HISTORY_SHARDS']) >= 512);
  });
});

describe('Dockerfile', () => {
  const text = readFileSync(join(project, 'Dockerfile'), 'utf8');

  it('starts from a pinned slim Node 24 and runs as an unprivileged user', () => {
    for (const [, image = ''] of text.matchAll(/^FROM (\S+)/gm)) assert.match(image, /^node:24\.\d+\.\d+-\w+-slim$/);
    assert.match(text, /^USER node$/m);
  });
});
