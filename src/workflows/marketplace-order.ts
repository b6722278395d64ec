import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { MarketplaceOrderActivities } from '../activities/marketplace-order.ts';
import { taskQueues, workflowIds } from '../domain/names.ts';
import type { MarketplaceOrderInput } from '../domain/names.ts';
import { whyRefused } from '../domain/order-view.ts';
import type { OrderCommand, OrderView } from '../domain/order-view.ts';
import { databaseCalls, odooCalls, vendorCalls } from './activity-options.ts';
import { onlyFields, refused, requireWorkflowId, textField } from './input.ts';
import {
  cancelUpdate,
  enterOtpUpdate,
  externalEvent,
  odooEvent,
  retryUpdate,
  skipUpdate,
  stateQuery,
} from './messages.ts';
import type { OneTimePassword, Reason } from './messages.ts';
import { showOrder, whatChanged } from './order-visibility.ts';
import type { HistoryEntry } from './order-visibility.ts';

/** What the `state` query tells of the past; all of it stands in the order's timeline. */
const keptHistory = 50;

/** `view` only over continue-as-new. */
type Input = MarketplaceOrderInput & { readonly view?: OrderView };

/**
 * The life of one marketplace order: imported into Odoo, acknowledged, followed on both sides until both are at their end.
 * The row in the database says what is done and what comes next; the run only does it, step by step, so that it may be ended and started
 * again at any point.
 */
export async function marketplaceOrder(input: Input): Promise<OrderView> {
  onlyFields(input, ['connection', 'externalId', 'order', 'view']);
  const connection = textField(input, 'connection');
  const externalId = textField(input, 'externalId');
  requireWorkflowId(workflowIds.order(connection, externalId));

  const inOdoo = proxyActivities<MarketplaceOrderActivities>({ ...odooCalls, taskQueue: taskQueues.odoo });
  const atVendor = proxyActivities<MarketplaceOrderActivities>({
    ...vendorCalls,
    taskQueue: taskQueues.connection(connection),
  });
  const inDatabase = proxyLocalActivities<MarketplaceOrderActivities>(databaseCalls);

  let view: OrderView | null = input.view ?? null;
  const history: HistoryEntry[] = [];
  let pictures = 0;
  /** @param since how many pictures there were when this one was asked for */
  const see = (after: OrderView | null, since: number): void => {
    const before = view;
    view = showOrder(view, after, pictures > since);
    pictures += 1;
    history.push(...whatChanged(before, view, new Date()));
    history.splice(0, history.length - keptHistory);
  };
  // What woke the run before it continued as new is still to be seen to.
  let pokes = input.view === undefined ? 0 : 1;
  let pokesSeen = 0;
  let isBusy = false;
  const isAtRest = (): boolean => !isBusy && (view?.next === 'wait' || view?.next === 'closed');
  const poke = (): void => {
    pokes += 1;
  };
  const order = () => ({ connection, externalId, remembered: view });

  const obey = async (command: OrderCommand): Promise<OrderView | null> => {
    const since = pictures;
    const outcome = await inDatabase.recordCommand({ connection, externalId, command });
    if (outcome === null) throw refused(`Order ${externalId} is not known yet; try again in a moment.`);
    see(outcome.view, since);
    if (outcome.refused !== null) throw refused(outcome.refused);
    // There may be nothing that waits, and still a person wants it looked at.
    if (command.action === 'retry') poke();
    const asked = pokes;
    await condition(() => pokesSeen >= asked && isAtRest());
    return view;
  };
  const validate = (command: OrderCommand): void => {
    const reason = view === null ? null : whyRefused(view, command);
    if (reason !== null) throw refused(reason);
  };
  setHandler(externalEvent, poke);
  setHandler(odooEvent, poke);
  setHandler(stateQuery, () => ({ connection, externalId, ...view, history }));
  setHandler(retryUpdate, () => obey({ action: 'retry' }), { validator: () => validate({ action: 'retry' }) });
  setHandler(skipUpdate, (given: Reason | undefined) => obey({ action: 'skip', reason: given?.reason ?? '' }), {
    validator: (given: Reason | undefined) => validate({ action: 'skip', reason: given?.reason ?? '' }),
  });
  setHandler(cancelUpdate, (given: Reason | undefined) => obey({ action: 'cancel', reason: given?.reason ?? '' }), {
    validator: (given: Reason | undefined) => validate({ action: 'cancel', reason: given?.reason ?? '' }),
  });
  setHandler(
    enterOtpUpdate,
    (given: OneTimePassword | undefined) => obey({ action: 'enterOtp', otp: given?.otp ?? '' }),
    {
      validator: (given: OneTimePassword | undefined) => validate({ action: 'enterOtp', otp: given?.otp ?? '' }),
    },
  );

  if (input.order !== undefined) await inDatabase.storePayload({ connection, externalId, order: input.order });
  const step = async (): Promise<OrderView | null> => {
    switch (view?.next) {
      case undefined:
      case 'import':
        return inOdoo.importOrder(order());
      case 'acknowledge':
        return atVendor.acknowledgeOrder(order());
      case 'push':
        return atVendor.pushStatus(order());
      case 'fetch':
        await atVendor.fetchOrder({ connection, externalId });
        return inOdoo.followOrder(order());
      case 'follow':
      case 'close':
      case 'wait':
      case 'closed':
        // A poke may say that Odoo changed, so only a look into Odoo answers it: the other steps leave it for later.
        pokesSeen = pokes;
        return inOdoo.followOrder(order());
    }
  };

  for (;;) {
    if (isAtRest()) {
      // Not as soon as it is woken: what wakes it is a handler, and not through at that moment.
      if (workflowInfo().continueAsNewSuggested && view?.next === 'wait' && allHandlersFinished()) {
        await continueAsNew<typeof marketplaceOrder>({ connection, externalId, view });
      }
      await condition(() => pokes > pokesSeen || !isAtRest() || (view?.next === 'closed' && allHandlersFinished()));
      if (view?.next === 'closed' && pokes === pokesSeen) return view;
    }
    isBusy = true;
    const since = pictures;
    const after = await step();
    if (after === null) await atVendor.fetchOrder({ connection, externalId });
    see(after, since);
    isBusy = false;
  }
}
