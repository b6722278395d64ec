import { setTimeout as delay } from 'node:timers/promises';
import { odooWebhookSecret } from '../src/api/webhooks/odoo-secret.ts';
import { setUpOdoo } from '../src/odoo-setup/odoo-setup.ts';
import { openSetupDoor } from '../src/odoo-setup/setup-door.ts';
import { wantedRules } from '../src/odoo-setup/wanted-setup.ts';
import { sandboxOdooLogin } from '../sandbox/server.ts';
import { untilOffersRest } from '../test/support/offer-shop.ts';
import type { Service } from '../test/support/service.ts';
import { shopConnection } from '../test/support/shop.ts';
import type { Benchmark, Figure } from './benchmark.ts';
import { changeOneByOneMeanwhile, pushAll, workerBytes } from './offers/bulk.ts';
import type { PushedAll } from './offers/bulk.ts';
import { stockCatalogue } from './offers/catalogue.ts';
import type { Good } from './offers/catalogue.ts';
import { changeOneByOne, latencyFigures } from './offers/singles.ts';
import { withService } from './with-service.ts';

const batchSize = 100;
const settings = { offers: { enabled: true, batchSize } };
/** The product's own default. */
const watchIntervalMs = 1_000;
/** More would not make a quantile better that is set by the watch's interval. */
const singlesAtMost = 100;
const meanwhileAtLeast = 30;
/** Requests a second of the run under a limit. */
const limit = 10;
/** Changed settings are in effect by then. */
const settledAfterMs = 4_000;
const patienceMs = 300_000;
const megabyte = 1024 ** 2;
const memoryRounds = 3;
/** So much more after more of the same is noise of the collector. */
const flatUpTo = 1.15;

/** Changed prices: from Odoo to the marketplace, alone and together, and what they cost. */
export const offers: Benchmark = {
  title: 'Offers of one marketplace',
  size: 10_000,
  run: ({ size, say }) =>
    withService({ settings, env: { ODOO_WATCH_INTERVAL_MS: String(watchIntervalMs) } }, async (service) => {
      const singleCount = Math.min(size, singlesAtMost);
      say(`${size + singleCount} goods at both ends`);
      const goods = await stockCatalogue(service, size + singleCount);
      const [singles, others] = [goods.slice(0, singleCount), goods.slice(singleCount)];
      return [
        ...(await alone(service, singles, say)),
        ...(await together(service, others, say)),
        ...(await meanwhile(service, others, singles, say)),
        ...(await underLimit(service, others, say)),
        ...(await told(service, singles, say)),
      ];
    }),
};

type Say = (line: string) => void;

const alone = async (service: Service, singles: readonly Good[], say: Say): Promise<readonly Figure[]> => {
  say(`${singles.length} single changes on an idle system`);
  const took = await changeOneByOne(service, singles);
  return latencyFigures('single change to call at Cartona', took, 'by watching once a second', {
    p50: { below: 800 },
    p99: { below: 2_000 },
  });
};

const together = async (service: Service, others: readonly Good[], say: Say): Promise<readonly Figure[]> => {
  say(`${others.length} changes at once, no limit`);
  const first = await pushAll(service, others, patienceMs);
  const before = workerBytes(service);
  say(`the same ${memoryRounds} times more, for the worker's memory`);
  for (let round = 0; round < memoryRounds; round += 1) await pushAll(service, others, patienceMs);
  const after = workerBytes(service);
  return [...bulkFigures(first), ...memoryFigures(before, after)];
};

const bulkFigures = ({ changes, seconds, vendorCalls, use, temporal }: PushedAll): readonly Figure[] => {
  const perThousand = (count: number): number => (count / changes) * 1_000;
  return [
    {
      name: `${changes} changes until all are pushed`,
      value: seconds,
      unit: 's',
      ...(changes === 10_000 ? { goal: { below: 5 } } : {}),
      note: `one transaction in Odoo, batches of ${batchSize}, no limit`,
    },
    { name: 'calls to Cartona per 1,000 changes', value: perThousand(vendorCalls), unit: '' },
    {
      name: 'calls to Odoo per 1,000 changes',
      value: perThousand(use.odooCalls),
      unit: '',
      note: `with the looks of the watch ${perThousand(use.odooCallsWithWatch).toFixed(1)}`,
    },
    {
      name: 'Temporal actions per 1,000 changes',
      value: perThousand(temporal.actions),
      unit: '',
      goal: { atMost: 15 },
      note: `${temporal.actions} in ${temporal.runs} runs, the longest of ${temporal.events} events`,
    },
    {
      name: 'worker CPU per 1,000 changes',
      value: use.processorMs === null ? null : perThousand(use.processorMs),
      unit: 'ms',
      ...(use.processorMs === null ? { note: 'needs /proc' } : {}),
    },
    { name: 'PostgreSQL transactions per 1,000 changes', value: perThousand(use.transactions), unit: '' },
  ];
};

const memoryFigures = (before: number | null, after: number | null): readonly Figure[] => {
  if (before === null || after === null) return [{ name: 'memory', value: null, unit: 'MB', note: 'needs /proc' }];
  return [
    { name: 'worker after the first round', value: before / megabyte, unit: 'MB' },
    { name: `worker after ${memoryRounds} more rounds`, value: after / megabyte, unit: 'MB' },
    { name: 'growth', value: after / before, unit: '×', goal: { atMost: flatUpTo } },
  ];
};

const meanwhile = async (
  service: Service,
  others: readonly Good[],
  singles: readonly Good[],
  say: Say,
): Promise<readonly Figure[]> => {
  const atLeast = Math.min(singles.length, meanwhileAtLeast);
  say(`at least ${atLeast} single changes while ${others.length} others are pushed`);
  const took = await changeOneByOneMeanwhile(service, others, singles, { atLeast, withinMs: patienceMs });
  return latencyFigures(
    'single change among many to call at Cartona',
    took,
    `while ${others.length} others are pushed`,
    {
      p99: { below: 3_000 },
    },
  );
};

/** As fast as the limit allows: the first second's worth passes at once. */
const underLimit = async (service: Service, others: readonly Good[], say: Say): Promise<readonly Figure[]> => {
  say(`${others.length} changes at once, ${limit} requests a second`);
  await changeSettings(service, { ...settings, requestsPerSecond: limit });
  const { seconds, vendorCalls } = await pushAll(service, others, patienceMs);
  await changeSettings(service, settings);
  const allowed = vendorCalls / limit;
  return [
    {
      name: `${others.length} changes, ${limit} requests a second`,
      value: seconds,
      unit: 's',
      note: `${vendorCalls} calls`,
    },
    {
      name: 'of the speed that the limit allows',
      value: allowed / seconds,
      unit: '',
      // Of less than a few seconds, noticing the changes is the larger part.
      ...(allowed < 5 ? {} : { goal: { atLeast: 0.8 } }),
      note: `the limit allows ${allowed.toFixed(1)} s; noticing them is in the time too`,
    },
  ];
};

const told = async (service: Service, singles: readonly Good[], say: Say): Promise<readonly Figure[]> => {
  say(`${singles.length} single changes, told by Odoo's webhooks`);
  await setUpWebhooks(service);
  const took = await changeOneByOne(service, singles);
  return latencyFigures('single change to call at Cartona, told', took, "with Odoo's webhooks", {
    p50: { below: 300 },
    p99: { below: 1_000 },
  });
};

const changeSettings = async (service: Service, changed: Readonly<Record<string, unknown>>): Promise<void> => {
  const { settings: wanted } = shopConnection(service.shop.id, service.sandbox, changed);
  const { status, text } = await service.rest.call('PUT', `/api/connections/${service.shop.id}`, { settings: wanted });
  if (status !== 200) throw new Error(`The settings are refused: ${text}`);
  await delay(settledAfterMs);
  await untilOffersRest(service);
};

const setUpWebhooks = async ({ env, url, sandbox }: Service): Promise<void> => {
  const { database, login: user, password } = sandboxOdooLogin;
  const door = openSetupDoor({ url: env['ODOO_URL'] ?? sandbox.url, database, user, password });
  const items = await setUpOdoo(door, {
    rules: wantedRules([{ settings }]),
    fields: [],
    webhookUrl: `${url}/webhooks/odoo/${odooWebhookSecret(env['CONVEYOR_KEY'] ?? '')}`,
    apply: true,
  });
  const refused = items.find((item) => item.state === 'refused');
  if (refused !== undefined) throw new Error(`Odoo refuses the rule ${refused.name}: ${refused.detail}`);
};
