import assert from 'node:assert/strict';
import { z } from 'zod';
import type { FailureType } from '../../../src/domain/failure.ts';
import { createExchangeWriter } from '../../../src/connectors/odoo/exchange.ts';
import { createRpc } from '../../../src/connectors/odoo/rpc.ts';
import { failureOf, startFakeOdoo } from './fake-odoo.ts';
import type { FakeOdoo } from './fake-odoo.ts';
import { recordedExchanges, recordedOf } from './recorded.ts';
import type { Recorded } from './recorded.ts';

/** Every recorded error and its class, at a read and at a write (odoo.md §1.4). */
const classes: Readonly<Record<string, FailureType>> = {
  'err-accessdenied': 'Unauthorized',
  'err-accesserror': 'Rejected',
  'err-db': 'Unavailable',
  'err-domain': 'Rejected',
  'err-field': 'Rejected',
  'err-lot-duplicate': 'Rejected',
  'err-lot-required': 'Rejected',
  'err-method': 'Rejected',
  'err-missing': 'NotFound',
  'err-model': 'Rejected',
  'err-pool-full': 'Unavailable',
  'err-private': 'Rejected',
  'err-serialization': 'Unavailable',
  'err-session-expired': 'Unauthorized',
  'err-unique': 'Rejected',
  'err-unique-xid': 'Rejected',
  'err-usererror': 'Rejected',
  'err-validation-required': 'Rejected',
  'json2-err-accesserror': 'Rejected',
  'json2-err-baddb': 'Unavailable',
  'json2-err-badkey': 'Unauthorized',
  'json2-err-domain': 'Rejected',
  'json2-err-field': 'Rejected',
  'json2-err-method': 'Rejected',
  'json2-err-missing': 'NotFound',
  'json2-err-model': 'Rejected',
  'json2-err-nokey': 'Unauthorized',
  'json2-err-param': 'Rejected',
  'json2-err-private': 'Rejected',
  'json2-err-serialization': 'Unavailable',
  'json2-err-usererror': 'Rejected',
  'json2-err-validation': 'Rejected',
  'so-confirm-twice': 'Rejected',
  'so-locked-write': 'Rejected',
};

const answering = (recorded: Recorded): Promise<FakeOdoo> =>
  startFakeOdoo({
    version: recorded.version,
    answer: () => ({ status: recorded.status, body: recorded.text, headers: recorded.headers }),
  });

const classOf = async (recorded: Recorded, effect: 'read' | 'write'): Promise<unknown> => {
  const fake = await answering(recorded);
  const rpc = createRpc({
    credentials: {
      url: fake.url,
      database: 'test',
      user: 'admin',
      password: recorded.protocol === 'json-2' ? 'a'.repeat(40) : 'secret',
    },
    exchanges: createExchangeWriter(() => undefined),
    logger: { info: () => undefined, warn: () => undefined },
  });
  const failure = await failureOf(
    rpc.call({ model: 'res.partner', method: 'anything', effect, about: 'a recorded call' }, z.unknown()),
  );
  await fake.close();
  return failure.type;
};

describe('the recorded errors of Odoo', () => {
  it('are all in the table', () => {
    const kinds = new Set(recordedExchanges.map((one) => one.kind).filter((kind) => kind.includes('err-')));
    assert.deepEqual(
      [...kinds].filter((kind) => !(kind in classes)),
      [],
    );
  });

  for (const [kind, type] of Object.entries(classes)) {
    for (const recorded of recordedOf(kind)) {
      for (const effect of ['read', 'write'] as const) {
        it(`class ${kind} of ${recorded.version} at a ${effect} as ${type}`, async () => {
          assert.equal(await classOf(recorded, effect), type);
        });
      }
    }
  }
});
