import { deepEqual, equal, ok } from 'node:assert/strict';
import type { AnOdoo } from '../an-odoo.ts';
import { anOdoo, isObject, majors, object } from '../an-odoo.ts';
import { errorScenarios } from './error-scenarios.ts';
import { differences, withoutNumbers } from './matches.ts';
import { listScenarios, orderScenarios } from './order-scenarios.ts';
import { posScenarios } from './pos-scenarios.ts';
import { recordScenarios } from './record-scenarios.ts';
import type { Recording } from './recordings.ts';
import { callOf, recordings } from './recordings.ts';
import type { Scenario } from './scenario.ts';

const scenarios: Readonly<Record<string, Scenario>> = {
  ...recordScenarios,
  ...errorScenarios,
  ...orderScenarios,
  ...listScenarios,
  ...posScenarios,
};

/** Packages are listed only where somebody has packed something. */
const aPackage = async (odoo: AnOdoo): Promise<void> => {
  await odoo.call(odoo.major === 19 ? 'stock.package' : 'stock.quant.package', 'create', [{ name: 'PACK' }]);
};

const compareError = (recorded: Record<string, unknown>, found: unknown): void => {
  ok(isObject(found), `an error was recorded, ${JSON.stringify(found)} found`);
  equal(found['code'], recorded['code']);
  equal(found['message'], recorded['message']);
  const [was, is] = [object(recorded['data']), object(found['data'])];
  deepEqual(Object.keys(is), Object.keys(was));
  equal(is['name'], was['name']);
  equal(withoutNumbers(is['message']), withoutNumbers(was['message']));
  deepEqual(is['arguments'], [is['message']]);
  deepEqual(is['context'], {});
};

/** The words of a refused `load`. */
const messageTexts = (result: unknown): string[] =>
  isObject(result) && Array.isArray(result['messages'])
    ? result['messages'].map((message) => withoutNumbers(object(message)['message']))
    : [];

const compare = (recording: Recording, found: Record<string, unknown>): void => {
  const recorded = object(recording.response['body']);
  deepEqual(Object.keys(found), Object.keys(recorded));
  if (isObject(recorded['error'])) compareError(recorded['error'], found['error']);
  else deepEqual(differences(recorded['result'], found['result']), []);
  deepEqual(messageTexts(found['result']), messageTexts(recorded['result']));
};

/** Recorded calls that speak of users and databases. */
const plainCalls: readonly (readonly [string, string, string, readonly unknown[]])[] = [
  ['version', 'common', 'version', []],
  ['authenticate-ok', 'common', 'authenticate', ['db', 'admin', 'admin', {}]],
  ['authenticate-bad', 'common', 'authenticate', ['db', 'admin', 'wrong', {}]],
  ['err-accessdenied', 'object', 'execute_kw', ['db', 2, 'wrong', 'res.partner', 'read', [[1]], {}]],
  ['err-db', 'object', 'execute_kw', ['nodb', 2, 'admin', 'res.partner', 'read', [[1]], {}]],
];

describe('answers recorded from a real Odoo over JSON-RPC', () => {
  for (const major of majors) {
    describe(`version ${String(major)}`, () => {
      const all = recordings().filter((recording) => recording.major === major);
      let odoo: AnOdoo;
      before(async () => {
        odoo = await anOdoo(major);
        await aPackage(odoo);
      });
      after(() => odoo.close());
      for (const recording of all) {
        const scenario =
          scenarios[recording.kind] ?? (recording.kind === 'sr-package' ? (): undefined => undefined : undefined);
        if (!scenario) continue;
        it(`has the shape of ${recording.kind}`, async () => {
          const call = callOf(recording);
          await scenario(odoo, call);
          compare(
            recording,
            await odoo.rpc('object', 'execute_kw', ['db', 2, 'admin', call.model, call.method, call.args, call.kwargs]),
          );
        });
      }
      for (const [kind, service, method, args] of plainCalls) {
        it(`has the shape of ${kind}`, async () => {
          const recording = all.find((one) => one.kind === kind);
          ok(recording, `${kind} is not recorded`);
          compare(recording, await odoo.rpc(service, method, args));
        });
      }
    });
  }
});
