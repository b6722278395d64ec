import { deepEqual, equal, ok } from 'node:assert/strict';
import type { AnOdoo } from '../an-odoo.ts';
import { adminKey, anOdoo, array, object } from '../an-odoo.ts';
import { aPartner, anOrder } from '../builders.ts';
import { differences, withoutNumbers } from './matches.ts';
import type { Recording } from './recordings.ts';
import { recordings } from './recordings.ts';

const plainKey = 'c'.repeat(40);

/** A user who may do nothing but log in, with a key. */
const aPlainUser = async (odoo: AnOdoo): Promise<void> => {
  await odoo.call('res.users', 'create', [{ name: 'Plain', login: 'plain', password: 'plain' }]);
  odoo.simulator.seed({ apiKeys: { plain: plainKey } });
};

type Prepare = (odoo: AnOdoo, body: Record<string, unknown>) => Promise<void> | void;

const prepare: Readonly<Record<string, Prepare>> = {
  'json2-err-serialization': (odoo) => odoo.simulator.failNext('serialization'),
  'json2-err-usererror': async (odoo, body) => {
    const order = await anOrder(odoo, []);
    await odoo.call('sale.order', 'action_confirm', [[order]]);
    body['ids'] = [order];
  },
  'json2-load-sale-order': async (odoo, body) => {
    const [row] = array(body['data']);
    array(row).splice(1, 1, await aPartner(odoo));
    array(row).splice(3, 1, odoo.seeded.products[0]?.id);
  },
  'json2-so-confirm': async (odoo, body) => {
    body['ids'] = [await anOrder(odoo, [{ product: odoo.seeded.products[0]?.id ?? 0 }])];
  },
};

const keyFor = (recording: Recording): string | undefined => {
  if (recording.kind === 'json2-err-nokey') return undefined;
  if (recording.kind === 'json2-err-badkey') return '0'.repeat(40);
  return recording.kind === 'json2-err-accesserror' ? plainKey : adminKey;
};

describe('answers recorded from a real Odoo 19 over JSON-2', () => {
  let odoo: AnOdoo;
  before(async () => {
    odoo = await anOdoo(19);
    await aPlainUser(odoo);
  });
  after(() => odoo.close());

  for (const recording of recordings().filter(({ kind }) => kind.startsWith('json2-'))) {
    it(`has the shape of ${recording.kind}`, async () => {
      const { path, body: recordedBody, headers: recordedHeaders } = recording.request;
      const body = object(structuredClone(recordedBody));
      await prepare[recording.kind]?.(odoo, body);
      const key = keyFor(recording);
      const database = object(recordedHeaders)['X-Odoo-Database'];
      const found = await odoo.post(String(path), body, {
        ...(key !== undefined && { Authorization: `bearer ${key}` }),
        ...(typeof database === 'string' && { 'X-Odoo-Database': database }),
      });
      const { status, headers, body: wanted } = recording.response;
      equal(found.status, status);
      for (const [name, value] of Object.entries(object(headers ?? {})))
        equal(found.headers.get(name)?.trim(), String(value).trim());
      if (typeof wanted === 'string') equal(found.text, wanted);
      else compare(wanted, JSON.parse(found.text));
    });
  }
});

const compare = (wanted: unknown, found: unknown): void => {
  deepEqual(differences(wanted, found), []);
  if (typeof wanted !== 'object' || wanted === null || !('name' in wanted)) return;
  const [was, is] = [object(wanted), object(found)];
  deepEqual(Object.keys(is), Object.keys(was));
  equal(is['name'], was['name']);
  equal(withoutNumbers(is['message']), withoutNumbers(was['message']));
  ok(Array.isArray(is['arguments']) && is['arguments'][0] === is['message']);
};
