import { Refusal } from '../refusal.ts';
import type { NewOrder, YsellOrder } from './model.ts';
import { movedTo } from './model.ts';
import type { YsellState } from './state.ts';

/**
 * Takes a new order: as far as "1 created" where it is not paid, else on to the prep centre once its products were looked at (vendors.md §2).
 *
 * @throws Refusal 422 in words
 */
export const takeOrder = (state: YsellState, order: NewOrder): YsellOrder => {
  const { settings } = state;
  const [same] = order.reference === null ? [] : state.withReference(order.reference);
  if (same !== undefined && settings.duplicates === 'refuse') {
    throw new Refusal(422, `Order ${order.reference ?? ''} exists already with id ${same.id}`);
  }
  refuseUsedSerials(state, order);
  const unknown = order.items.find(
    ({ productId }) => settings.products !== null && !settings.products.includes(productId),
  );
  if (unknown !== undefined && settings.unknownProduct === 'refuse') {
    throw new Refusal(422, `There is no product with id ${unknown.productId}`);
  }
  const created = movedTo(newborn(state.nextId, order), '1');
  if (!order.isPaid) return state.keep(created);
  const paid = movedTo(created, '3');
  const checked =
    unknown === undefined
      ? movedTo(paid, '5.1')
      : movedTo(paid, '3.2', `There is no product with id ${unknown.productId}`);
  return state.keep(checked);
};

const refuseUsedSerials = (state: YsellState, { items }: NewOrder): void => {
  const serials = items.flatMap((item) => item.serials);
  const twice = serials.find((serial, index) => serials.indexOf(serial) !== index);
  if (state.settings.usedSerials === 'accept') return;
  if (twice !== undefined) throw new Refusal(422, `Serial number ${twice} stands twice in the order`);
  for (const serial of serials) {
    const user = state.userOf(serial);
    if (user !== undefined) throw new Refusal(422, `Serial number ${serial} is already used in order ${user.id}`);
  }
};

const newborn = (id: number, order: NewOrder): YsellOrder => ({
  ...order,
  id,
  createdAt: new Date().toISOString(),
  status: '1',
  words: null,
  trackingNumber: null,
  history: [],
});
