import { add, divideRounded, isZero, subtract } from '../money.ts';
import { odooExternalName } from '../odoo-external-id.ts';
import { agreeSums, toleranceOf } from './agree-sums.ts';
import type { FoundPosProduct } from './find-product.ts';
import type { NewPosOrder, NewPosLine, PosConfig, PosSession, SeenPosLine } from './odoo-pos.ts';
import { planPayments } from './plan-payments.ts';
import type { PosPlanSettings } from './plan-settings.ts';
import type { PosObstacle } from './pos-obstacle.ts';
import type { PosItem, PosOrder } from './pos-order.ts';
import type { WrittenPosLine } from './pos-run.ts';
import { computePriced } from './priced-line.ts';
import type { PricedLine } from './priced-line.ts';
import { reachTotal } from './reach-total.ts';
import { refundLinks } from './refund-links.ts';
import { soldLines } from './sold-lines.ts';
import { money } from './sum-words.ts';
import { lineAmounts, orderTotals, taxManner } from './taxes/order-taxes.ts';

export type { PosObstacle } from './pos-obstacle.ts';

/** What the plan of an order goes by. */
export interface PosPlanSurroundings {
  readonly connection: { readonly id: string; readonly name: string; readonly settings: PosPlanSettings };
  readonly config: PosConfig;
  readonly session: PosSession;
  /** The product of an item, or what stands against it. */
  readonly findProduct: (item: PosItem) => FoundPosProduct | PosObstacle;
  /** The partner that the order's customer names, null where it names none. */
  readonly findPartner: (order: PosOrder) => number | null | PosObstacle;
  /** Lines of the order that a refund takes back; null where it is not known here. */
  readonly original: readonly SeenPosLine[] | null;
  /** ISO 8601: when an order that says no date came. */
  readonly receivedAt: string;
}

export type PosPlan =
  | { readonly draft: NewPosOrder; readonly written: readonly WrittenPosLine[] }
  /** Its reason is a sentence with the order's number. */
  | { readonly obstacle: PosObstacle };

/**
 * What an order of a foreign point of sale becomes in Odoo, to the cent: its lines, taxes, total and payments agree, so that its session closes
 * balanced. Or why it cannot become one without a person.
 */
export const planPosOrder = (order: PosOrder, surroundings: PosPlanSurroundings): PosPlan => {
  const { connection, config, findProduct, findPartner } = surroundings;
  const partnerId = findPartner(order);
  if (partnerId !== null && typeof partnerId === 'object') return { obstacle: partnerId };

  const { sold, obstacles } = soldLines(order.lines, { config, settings: connection.settings, findProduct });
  const [obstacle] = obstacles;
  if (obstacle !== undefined) {
    return blocked(order, { kind: obstacle.kind, reason: obstacles.map(({ reason }) => reason).join('; ') });
  }
  const manner = taxManner(config);
  const sums = agreeSums(order, sold, manner);
  if (typeof sums === 'string') return blocked(order, { kind: 'payment-mismatch', reason: sums });
  const paid = planPayments(order, {
    config,
    fallback: connection.settings.paymentFallback,
    hasPartner: partnerId !== null,
    total: sums.total,
    tolerance: toleranceOf(manner),
  });
  if ('kind' in paid) return blocked(order, paid);
  const lines = reachTotal(sums.lines, paid.total, manner, config.quantityDigits);
  if (lines === null) {
    const reason = `no prices of its lines make Odoo compute the ${money(paid.total)} that were paid`;
    return blocked(order, { kind: 'payment-mismatch', reason });
  }

  const sign = order.kind === 'refund' ? negated : plain;
  const links = order.kind === 'refund' ? linksTo(surroundings.original, lines) : [];
  const newLines = lines.map((line, index) => newLine(line, links[index] ?? null, config, sign));
  const tax = orderTotals(
    lines.map((line) => computePriced(line, manner)),
    manner,
  ).tax;
  const draft: NewPosOrder = {
    externalId: odooExternalName([connection.id, 'pos', order.orderId, ...(order.kind === 'refund' ? ['refund'] : [])]),
    sessionId: surroundings.session.id,
    companyId: config.companyId,
    posReference: `${connection.name} ${order.orderId}${order.kind === 'refund' ? ' REFUND' : ''}`,
    date: order.date ?? surroundings.receivedAt,
    partnerId,
    amountTotal: sign(paid.total),
    amountTax: sign(tax),
    // Odoo takes an order for paid when this equals its total; the change is a payment of its own.
    amountPaid: sign(paid.total),
    amountReturn: sign(paid.change),
    lines: newLines,
    payments: paid.payments.map((payment) => ({ ...payment, amount: sign(payment.amount) })),
  };
  return { draft, written: newLines.map(writtenLine) };
};

const blocked = ({ orderId, kind }: PosOrder, { kind: obstacle, reason }: PosObstacle): PosPlan => ({
  obstacle: { kind: obstacle, reason: `${kind === 'refund' ? 'Refund of order' : 'Order'} ${orderId}: ${reason}.` },
});

const plain = (amount: string): string => add(amount, '0');
const negated = (amount: string): string => (isZero(amount) ? '0' : subtract('0', amount));

const linksTo = (original: readonly SeenPosLine[] | null, lines: readonly PricedLine[]): readonly (number | null)[] =>
  refundLinks(
    lines.map(({ product, quantity }) => ({ productId: product.id, quantity })),
    original ?? [],
  );

const newLine = (
  line: PricedLine,
  refundedLineId: number | null,
  config: PosConfig,
  sign: (amount: string) => string,
): NewPosLine => {
  const manner = taxManner(config);
  const { subtotal, subtotalWithTax } = lineAmounts(computePriced(line, manner), manner);
  return {
    productId: line.product.id,
    name: line.name,
    quantity: sign(line.quantity),
    unitPrice: divideRounded(line.unitPrice, '1', 12),
    discount: divideRounded(line.discount, '1', 12),
    subtotal: sign(subtotal),
    subtotalWithTax: sign(subtotalWithTax),
    taxIds: line.taxes.written,
    lots: line.lots,
    refundedLineId,
  };
};

const writtenLine = (line: NewPosLine): WrittenPosLine => ({
  productId: line.productId,
  name: line.name,
  quantity: line.quantity,
  unitPrice: line.unitPrice,
  discount: line.discount,
  totalWithTax: line.subtotalWithTax,
});
