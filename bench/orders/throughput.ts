import type { Service } from '../../test/support/service.ts';
import type { Figure } from '../benchmark.ts';
import { processorMs } from '../process-use.ts';
import { mean } from '../quantiles.ts';
import type { Bare } from './bare.ts';
import { bareWorkflowId } from './bare-names.ts';
import { historyCost } from './history-cost.ts';
import { placeOrders, playLives, playUntilAcknowledged } from './lives.ts';
import type { Carrier, Played } from './lives.ts';
import { addUse, measureUse, noUse } from './use.ts';
import type { Use } from './use.ts';
import { workflowIds } from '../../src/domain/names.ts';

/** Product and bare workflows take turns, so that whatever else the machine does falls on both. */
const rounds = 3;
const warmUp = 10;
/** Histories that are read: they are all alike. */
const sampled = 20;

export interface Sides {
  readonly service: Service;
  readonly product: Carrier;
  readonly bare: Bare & Carrier;
}

interface Compared {
  readonly product: readonly Played[];
  readonly bare: readonly Played[];
  readonly use: Use;
  readonly bareProcessorMs: number | null;
}

/** Orders through import and acknowledgement, and through their whole life: speed beside the bare workflow, and what one order costs. */
export const measureThroughput = async (
  sides: Sides,
  size: number,
  say: (line: string) => void,
): Promise<readonly Figure[]> => {
  const { sandbox } = sides.service;
  const lives = Math.ceil(size / 2);
  say('warming up');
  for (const carrier of [sides.product, sides.bare]) await playLives(sandbox, carrier, placeOrders(sandbox, warmUp));
  say(`${size} orders through import and acknowledgement, and as many bare ones`);
  const acknowledged = await compare(sides, size, (carrier, ids) => playUntilAcknowledged(sandbox, carrier, ids));
  say(`${lives} orders through their whole life, and as many bare ones`);
  const whole = await compare(sides, lives, (carrier, ids) => playLives(sandbox, carrier, ids));
  return [
    ...speedFigures('until acknowledged', acknowledged),
    ...speedFigures('whole life', whole),
    ...(await historyFigures(sides, whole)),
    ...useFigures('until acknowledged', acknowledged),
    ...useFigures('whole life', whole),
  ];
};

const compare = async (
  { service, product, bare }: Sides,
  size: number,
  play: (carrier: Carrier, externalIds: readonly string[]) => Promise<Played>,
): Promise<Compared> => {
  const place = () => placeOrders(service.sandbox, Math.ceil(size / rounds));
  const played: { product: Played[]; bare: Played[] } = { product: [], bare: [] };
  let use = noUse;
  let bareProcessorMs: number | null = 0;
  for (let round = 0; round < rounds; round += 1) {
    const measured = await measureUse(service, () => play(product, place()));
    use = addUse(use, measured.use);
    played.product.push(measured.result);
    const before = processorMs(bare.pid);
    played.bare.push(await play(bare, place()));
    const after = processorMs(bare.pid);
    bareProcessorMs =
      before === null || after === null || bareProcessorMs === null ? null : bareProcessorMs + after - before;
  }
  return { ...played, use, bareProcessorMs };
};

const countOf = (played: readonly Played[]): number =>
  played.reduce((sum, { externalIds }) => sum + externalIds.length, 0);

const perSecond = (played: readonly Played[]): number =>
  countOf(played) / played.reduce((sum, { seconds }) => sum + seconds, 0);

const speedFigures = (what: string, { product, bare }: Compared): readonly Figure[] => [
  { name: `orders/s ${what}`, value: perSecond(product), unit: '/s', note: `${countOf(product)} orders` },
  {
    name: `bare workflows/s ${what}`,
    value: perSecond(bare),
    unit: '/s',
    note: 'same events, same calls, no database',
  },
  {
    name: `ratio ${what}`,
    value: perSecond(product) / perSecond(bare),
    unit: '',
    goal: { atLeast: 0.8 },
    note: `rounds: ${product.map((round, index) => (perSecond([round]) / perSecond(bare.slice(index, index + 1))).toFixed(2)).join(', ')}`,
  },
];

const historyFigures = async ({ service }: Sides, { product, bare }: Compared): Promise<readonly Figure[]> => {
  const read = (played: readonly Played[], idOf: (externalId: string) => string) =>
    Promise.all(
      played
        .flatMap(({ externalIds }) => externalIds)
        .slice(-sampled)
        .map((externalId) => historyCost(service.client, idOf(externalId))),
    );
  const ours = await read(product, (externalId) => workflowIds.order('cartona', externalId));
  const theirs = await read(bare, bareWorkflowId);
  const most = (of: (cost: (typeof ours)[number]) => number): number => Math.max(...ours.map(of));
  const note = `most of ${ours.length} lives; bare: ${mean(theirs.map(({ events }) => events)).toFixed(1)} on average`;
  return [
    { name: 'Temporal events, whole life', value: most(({ events }) => events), unit: '', goal: { atMost: 55 }, note },
    {
      name: 'Temporal events until acknowledged',
      value: most(({ eventsUntilAcknowledged }) => eventsUntilAcknowledged),
      unit: '',
      goal: { atMost: 18 },
    },
    {
      name: 'Temporal actions, whole life',
      value: most(({ actions }) => actions),
      unit: '',
      goal: { atMost: 15 },
      note: 'billable, counted from the history',
    },
  ];
};

const useFigures = (what: string, { product, use, bareProcessorMs }: Compared): readonly Figure[] => {
  const count = countOf(product);
  const bare = bareProcessorMs === null ? '' : `bare: ${(bareProcessorMs / count).toFixed(1)}`;
  return [
    {
      name: `Odoo calls per order ${what}, instant Odoo`,
      value: use.odooCalls / count,
      unit: '',
      note: `little waits, so little travels together; with the looks of the watch ${(use.odooCallsWithWatch / count).toFixed(2)}`,
    },
    {
      name: `worker CPU per order ${what}`,
      value: use.processorMs === null ? null : use.processorMs / count,
      unit: 'ms',
      note: use.processorMs === null ? 'needs /proc' : bare,
    },
    { name: `PostgreSQL transactions per order ${what}`, value: use.transactions / count, unit: '' },
  ];
};
