import PQueue from 'p-queue';
import { collectOrder } from '../../domain/fulfilment/collect-order.ts';
import { isFailure, isRetriedType } from '../../domain/failure.ts';
import { centreIdsOf } from '../../store/fulfilments/centre-ids.ts';
import { askForLook, listWaiting } from '../../store/fulfilments/waiting.ts';
import type { ActivityDependencies, FulfilmentConnection } from '../dependencies.ts';

/** Reads that travel together. */
const atOnce = 50;

/**
 * Looks at the orders that wait for a reservation: Odoo reserves the rest of a transfer without writing it, so that no watch sees it. Only those that
 * wait no longer have their runs poked. @returns how many
 */
export const lookAtWaiting = async (deps: ActivityDependencies, connection: FulfilmentConnection): Promise<number> => {
  const waiting = await listWaiting(deps.db, connection.id);
  if (waiting.length === 0) return 0;
  const ready: number[] = [];
  const reads = new PQueue({ concurrency: atOnce });
  await reads.addAll(
    waiting.map((saleOrderId) => async () => {
      if (!(await stillWaits(deps, connection, saleOrderId))) ready.push(saleOrderId);
    }),
  );
  await askForLook(deps.db, connection.id, ready);
  return ready.length;
};

const stillWaits = async (
  deps: ActivityDependencies,
  connection: FulfilmentConnection,
  saleOrderId: number,
): Promise<boolean> => {
  const { fulfilment } = await deps.odoo();
  try {
    const order = await fulfilment.readOrder(saleOrderId, connection.settings.productIdField ?? null);
    if (order?.state !== 'sale') return order !== null && order.state !== 'cancel';
    const products = [...new Set(order.lines.map(({ productId }) => productId))];
    const ids = await centreIdsOf(deps.db, connection.id, products);
    return collectOrder(order, (productId) => ids.get(productId) ?? [], connection.id).kind === 'waits';
  } catch (error) {
    if (!isFailure(error) || isRetriedType(error.type)) throw error;
    // Its run says what is wrong.
    return false;
  }
};
