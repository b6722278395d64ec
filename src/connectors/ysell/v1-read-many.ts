import type { CentreOrder } from '../../domain/fulfilment/fulfilment.ts';
import { createAnswerGroups } from './answer-groups.ts';
import type { AnswerGroups } from './answer-groups.ts';
import { askEach } from './ask-each.ts';
import type { CentreContext } from './centre-context.ts';
import { centreOrderOf } from './centre-order.ts';
import { orderPages, pageSize } from './order-pages.ts';
import type { ListCall } from './order-pages.ts';
import type { AskedAnswer, AskedOrder, PrepCentre } from './port.ts';
import { isWalkWorthwhile } from './walk-worth.ts';

export interface V1Reads {
  readonly list: Pick<ListCall, 'path' | 'query'>;
  readonly readOne: (order: AskedOrder) => Promise<CentreOrder>;
}

/**
 * See `PrepCentre.readMany`: open orders are mostly new ones, so they are looked for in the list, newest first, for as long as that takes fewer
 * calls than asking after each. What was not found there is asked after one by one: an order may have moved between two pages.
 */
export const readManyOrders = async (
  context: CentreContext,
  { list, readOne }: V1Reads,
  ...[orders, take]: Parameters<PrepCentre['readMany']>
): Promise<void> => {
  const groups = createAnswerGroups(take);
  const open = new Map(orders.map((order) => [order.id, order]));
  try {
    if (open.size > 1) await walk(context, list, open, groups);
    await askEach([...open.values()], readOne, groups);
  } finally {
    await groups.end();
  }
};

/** Takes out of `open` what the list shows. */
const walk = async (
  context: CentreContext,
  list: V1Reads['list'],
  open: Map<string, AskedOrder>,
  groups: AnswerGroups,
): Promise<void> => {
  const asked = open.size;
  let pages = 0;
  let highest = -Infinity;
  let lowest = Infinity;
  for await (const page of orderPages(context, () => ({ ...list, ...aboutAll(open) }))) {
    pages += 1;
    const answers: AskedAnswer[] = [];
    for (const entry of page.entries) {
      const [id = ''] = entry.ids;
      highest = Math.max(highest, numberOf(id));
      lowest = Math.min(lowest, numberOf(id));
      if (open.delete(id)) answers.push({ id, order: centreOrderOf(entry, id) });
    }
    await groups.add(answers);
    if (page.isLast || open.size === 0 || pages >= asked) return;
    const numbers = [...open.keys()].map(numberOf).filter((number) => !Number.isNaN(number));
    const remaining = numbers.sort((left, right) => right - left);
    if (!isWalkWorthwhile(remaining, { pages, highest, lowest })) return;
  }
};

/** Ids that are no numbers have no place in the list that could be told: they are asked after one by one. */
const numberOf = (id: string): number => (/^\d{1,15}$/.test(id) ? Number(id) : NaN);

/** Which orders a page will show is not known; while they are few, its exchange can be found by each of them. */
const aboutAll = (open: ReadonlyMap<string, AskedOrder>): Pick<ListCall, 'about' | 'externalIds'> => {
  const orders = [...open.values()];
  return {
    about: `${orders.length} open orders`,
    externalIds: orders.length > pageSize ? [] : orders.flatMap(({ id, reference }) => [reference, id]),
  };
};
