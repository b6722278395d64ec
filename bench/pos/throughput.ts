import { createOdooClient } from '../../sandbox/odoo-client.ts';
import type { PosControl } from '../../sandbox/pos/control.ts';
import { sandboxPosKey } from '../../sandbox/server.ts';
import type { OdooSimulator } from '../../sandbox/odoo/server.ts';
import { makePosConfig } from '../../test/support/pos-odoo.ts';
import { openPosShop } from '../../test/support/pos-shop.ts';
import type { PosShop } from '../../test/support/pos-shop.ts';
import type { Service } from '../../test/support/service.ts';
import type { Figure, Goal } from '../benchmark.ts';
import { addUse, measureUse, noUse } from '../orders/use.ts';
import type { Use } from '../orders/use.ts';
import { startBare } from './bare.ts';
import type { Bare, BareImport } from './bare.ts';
import type { BareSetup } from './bare-messages.ts';

/** Product and bare loop take turns, so that whatever else the machine does falls on both. */
const rounds = 3;
const warmUp = 80;

export interface PosSides {
  readonly service: Service;
  /** The Odoo that both work with. */
  readonly odoo: { readonly simulator: OdooSimulator; readonly login: BareSetup['odoo'] };
  /** What is said of that Odoo. */
  readonly where: string;
  /** Of the ratio to the bare loop; beside an Odoo that takes no time it only tells what the product's own work costs. */
  readonly ratioGoal?: Goal;
}

interface Round {
  readonly orders: number;
  readonly seconds: number;
}

interface Compared {
  readonly product: readonly Round[];
  readonly bare: readonly BareImport[];
  readonly use: Use;
}

/** Orders from the source to paid, beside a bare loop that makes the same calls. */
export const measurePosThroughput = async (
  { service, odoo, where, ratioGoal }: PosSides,
  size: number,
  say: (line: string) => void,
): Promise<readonly Figure[]> => {
  const { database, user: login, password } = odoo.login;
  const client = createOdooClient(odoo.simulator, { database, login, password });
  const shop = await openPosShop(service, 'bench', {
    configId: await makePosConfig(client, 'Bench'),
    // Each round fetches its own orders only, as the bare loop does.
    settings: { sinceOverlapMinutes: 0 },
  });
  const bareConfig = await makePosConfig(client, 'Bare');
  await openSession(client, bareConfig);
  const source = service.sandbox.pos.source('bare');
  const bare = await startBare({
    odoo: odoo.login,
    configId: bareConfig,
    source: { url: `${service.sandbox.url}/pos/bare/orders`, key: sandboxPosKey },
  });
  try {
    say(`${size} orders from the source to paid, and as many by the bare loop; ${where}`);
    await importRound(shop, warmUp);
    await bareRound(bare, source, warmUp);
    return figures(await compare(service, shop, bare, source, Math.ceil(size / rounds)), where, ratioGoal);
  } finally {
    await bare.stop();
  }
};

const openSession = async (client: ReturnType<typeof createOdooClient>, configId: number): Promise<void> => {
  await client.call('pos.config', 'open_ui', [[configId]]);
  const sessions = await client.call('pos.session', 'search', [[['config_id', '=', configId]]]);
  await client.call('pos.session', 'set_opening_control', [sessions, 0, '']);
};

const importRound = async (shop: PosShop, count: number): Promise<Round> => {
  shop.source.createOrders({ count });
  const startedAt = performance.now();
  const { status, message, counts } = await shop.sync();
  const seconds = (performance.now() - startedAt) / 1_000;
  if (status !== 'success' || counts.created !== count) throw new Error(`${count} orders: ${message}`);
  return { orders: count, seconds };
};

const bareRound = async (bare: Bare, source: PosControl, count: number): Promise<BareImport> => {
  const since = new Date();
  source.createOrders({ count });
  return bare.import(since);
};

const compare = async (
  service: Service,
  shop: PosShop,
  bare: Bare,
  source: PosControl,
  count: number,
): Promise<Compared> => {
  const product: Round[] = [];
  const others: BareImport[] = [];
  let use = noUse;
  for (let round = 0; round < rounds; round += 1) {
    const measured = await measureUse(service, () => importRound(shop, count));
    use = addUse(use, measured.use);
    product.push(measured.result);
    others.push(await bareRound(bare, source, count));
  }
  return { product, bare: others, use };
};

const ordersOf = (played: readonly Round[]): number => played.reduce((sum, { orders }) => sum + orders, 0);

const perSecond = (played: readonly Round[]): number =>
  ordersOf(played) / played.reduce((sum, { seconds }) => sum + seconds, 0);

const figures = ({ product, bare, use }: Compared, where: string, ratioGoal?: Goal): readonly Figure[] => {
  const count = ordersOf(product);
  const ofBare = (of: (round: BareImport) => number): string =>
    `bare loop: ${(bare.reduce((sum, round) => sum + of(round), 0) / count).toFixed(2)}`;
  const named = (name: string, value: number | null, unit: string, note?: string, goal?: Goal): Figure => ({
    name,
    value,
    unit,
    note: note === undefined ? where : `${where}; ${note}`,
    ...(goal === undefined ? {} : { goal }),
  });
  const each = product.map((round, index) => (perSecond([round]) / perSecond(bare.slice(index, index + 1))).toFixed(2));
  return [
    named('orders/s, source to paid', perSecond(product), '/s', `${count} orders`),
    named('bare loop', perSecond(bare), '/s', 'same calls, same batches, nothing stored'),
    named('ratio', perSecond(product) / perSecond(bare), '', `rounds: ${each.join(', ')}`, ratioGoal),
    named(
      'Odoo calls per order',
      use.odooCalls / count,
      '',
      ofBare(({ calls }) => calls),
      { atMost: 4 },
    ),
    named(
      'worker CPU per order',
      use.processorMs === null ? null : use.processorMs / count,
      'ms',
      ofBare(({ processorMs }) => processorMs),
    ),
    named('PostgreSQL transactions per order', use.transactions / count, ''),
  ];
};
