import type { NewPosOrder, PosConfig, PosProduct, SeenPosLine } from '../../../src/domain/pos/odoo-pos.ts';
import { planPosOrder } from '../../../src/domain/pos/plan-order.ts';
import type { PosPlan, PosPlanSurroundings } from '../../../src/domain/pos/plan-order.ts';
import type { PosOrder } from '../../../src/domain/pos/pos-order.ts';
import { aConfig, aProduct } from './builders.ts';

export interface Given {
  readonly config?: PosConfig;
  readonly product?: Partial<PosProduct>;
  readonly factor?: string;
  readonly settings?: Partial<PosPlanSurroundings['connection']['settings']>;
  readonly partner?: number;
  readonly original?: readonly SeenPosLine[];
}

/** Item n is product n; others are product 7. */
export const plan = (order: PosOrder, given: Given = {}): PosPlan =>
  planPosOrder(order, {
    connection: {
      id: 'garage',
      name: 'Garage',
      settings: { matchProductsBy: ['name'], paymentFallback: 'first', bundleParts: 'ignore', ...given.settings },
    },
    config: given.config ?? aConfig(),
    session: { id: 3, name: 'POS/3', state: 'opened', rescue: false },
    findProduct: ({ itemId }) => ({
      product: aProduct(Number(itemId ?? 7), given.product),
      factor: given.factor ?? '1',
    }),
    findPartner: () => given.partner ?? null,
    original: given.original ?? null,
    receivedAt: '2026-11-22T00:00:00.000Z',
  });

export const draftOf = (order: PosOrder, given: Given = {}): NewPosOrder => {
  const planned = plan(order, given);
  if ('draft' in planned) return planned.draft;
  throw new Error(planned.obstacle.reason);
};

export const obstacleOf = (order: PosOrder, given: Given = {}): string => {
  const planned = plan(order, given);
  if ('draft' in planned) throw new Error(`it was planned: ${JSON.stringify(planned.draft)}`);
  return `${planned.obstacle.kind}: ${planned.obstacle.reason}`;
};
