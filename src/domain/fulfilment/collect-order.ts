import { add, compare, divideRounded, isEqualAmount, isPositive, multiply, subtract, sum } from '../money.ts';
import type { FulfilmentLine, FulfilmentOrder, Receiver } from './fulfilment.ts';
import type { DeliveryAddress, ShippableLine, ShippableOrder } from './odoo-fulfilment.ts';

/** What a product is called at the prep centre, and how many of the product's own unit one of theirs is. */
export interface CentreProduct {
  readonly externalId: string;
  /** Decimal string, more than 0. */
  readonly factor: string;
}

export type Collected =
  | { readonly kind: 'ready'; readonly content: FulfilmentOrder }
  /** Nothing is wrong: Odoo has not reserved yet. Follows the words "waits for". */
  | { readonly kind: 'waits'; readonly waitsFor: string }
  /** Everything that a person has to complete, in one sentence. */
  | { readonly kind: 'missing'; readonly reason: string }
  | { readonly kind: 'ambiguous'; readonly reason: string };

/**
 * What is sent of a sale order, or what keeps it from being sent. What a person has to do is said before what Odoo will do by itself.
 *
 * @param idsOf the listings of a product at this connection that are enabled
 * @param connection its id: the reason names the command to run
 */
export const collectOrder = (
  order: ShippableOrder,
  idsOf: (productId: number) => readonly CentreProduct[],
  connection: string,
): Collected => {
  const receiver = receiverOf(order.deliverTo);
  const lines = order.lines.map((line) => collectLine(line, idsOf(line.productId), connection));
  const missing = [
    ...(receiver.ok ? [] : [receiver.problem]),
    ...(order.orderedAt === null ? ['it has no order date'] : []),
    ...(lines.length === 0 ? ['it has no goods to ship'] : []),
    ...lines.flatMap((line) => (line.kind === 'missing' ? [line.problem] : [])),
  ];
  const ambiguous = lines.flatMap((line) => (line.kind === 'ambiguous' ? [line.problem] : []));
  const problems = [...new Set([...missing, ...ambiguous])];
  if (problems.length > 0 || !receiver.ok || order.orderedAt === null) {
    const reason = `${order.name} cannot be sent: ${problems.join('; ')}.`;
    return { kind: missing.length > 0 ? 'missing' : 'ambiguous', reason };
  }
  const waits = order.lines.flatMap(awaitedOf);
  if (waits.length > 0) return { kind: 'waits', waitsFor: waits.join(' and ') };
  return {
    kind: 'ready',
    content: {
      reference: order.name,
      orderedAt: order.orderedAt,
      currency: order.currency,
      receiver: receiver.receiver,
      comment: order.note,
      lines: lines.flatMap((line) => (line.kind === 'line' ? [line.line] : [])),
    },
  };
};

type ReceiverReading =
  { readonly ok: true; readonly receiver: Receiver } | { readonly ok: false; readonly problem: string };

const receiverOf = (address: DeliveryAddress): ReceiverReading => {
  const { name, phone, city, email, zip, state, country } = address;
  const street = [address.street, address.street2].filter((part) => part !== null).join(', ');
  if (name !== null && phone !== null && city !== null && street !== '') {
    return { ok: true, receiver: { name, phone, email, street, city, zip, state, country } };
  }
  const missing = Object.entries({ name, phone, street: street === '' ? null : street, city }).flatMap(
    ([field, value]) => (value === null ? [field] : []),
  );
  const contact = name === null ? `contact ${address.partnerId}` : `"${name}" (contact ${address.partnerId})`;
  return { ok: false, problem: `the delivery address ${contact} has no ${listed(missing, 'and no')}` };
};

type LineReading =
  | { readonly kind: 'line'; readonly line: FulfilmentLine }
  | { readonly kind: 'missing' | 'ambiguous'; readonly problem: string };

const collectLine = (line: ShippableLine, listings: readonly CentreProduct[], connection: string): LineReading => {
  const product = `"${line.name}" (product ${line.productId})`;
  const [listing, ...others] = listings;
  if (others.length > 0) {
    const ids = listed(
      listings.map(({ externalId }) => externalId),
      'and',
    );
    const advice = `keep one and remove the others (DELETE /api/listings/${connection}/<id there>)`;
    return { kind: 'ambiguous', problem: `${product} has ${listings.length} ids at ${connection}, ${ids}: ${advice}` };
  }
  const centre = listing ?? (line.fieldValue === null ? null : { externalId: line.fieldValue, factor: '1' });
  if (centre === null) {
    const command = `conveyor listings map ${connection} <id there> ${line.productId}`;
    return { kind: 'missing', problem: `${product} has no id at ${connection}: say it with \`${command}\`` };
  }
  const quantity = unitsOf(line.quantity, centre.factor);
  if (quantity === null) {
    const packs = `${centre.externalId} is ${centre.factor} of it`;
    const problem = `${line.quantity} of ${product} is no whole number of what ${connection} ships, since ${packs}: change the quantity or the factor of the listing`;
    return { kind: 'missing', problem };
  }
  return {
    kind: 'line',
    line: {
      saleLineId: line.id,
      productId: line.productId,
      centreProductId: centre.externalId,
      name: line.name,
      quantity,
      productQuantity: line.quantity,
      unitPrice: multiply(line.unitPrice, centre.factor),
      lots: line.lots,
    },
  };
};

/** Enough to see whether a quotient is whole: what is rounded away is seen by multiplying. */
const quotientPlaces = 6;

/** The quantity in the prep centre's units; null where that is no whole number. Without a factor it is taken as it is. */
const unitsOf = (quantity: string, factor: string): string | null => {
  if (isEqualAmount(factor, '1')) return add(quantity, '0');
  const whole = divideRounded(quantity, factor, quotientPlaces);
  return !whole.includes('.') && isEqualAmount(multiply(whole, factor), quantity) ? whole : null;
};

/** What Odoo has to reserve still, so that it is known which piece goes to whom. */
const awaitedOf = (line: ShippableLine): readonly string[] => {
  const { name, quantity, lots } = line;
  switch (line.tracking) {
    case 'none':
      return [];
    case 'lot': {
      const open = subtract(quantity, sum(lots.map((lot) => lot.quantity)));
      return isPositive(open) ? [`the reservation of ${open} of "${name}" (lots)`] : [];
    }
    case 'serial': {
      const reserved = String(new Set(lots.map((lot) => lot.name)).size);
      const open = subtract(quantity, reserved);
      if (isPositive(open)) return [`the reservation of ${open} of "${name}" (serial numbers)`];
      // As it stands for a moment, or longer, after the quantity was lowered.
      return compare(reserved, quantity) > 0
        ? [`the release of ${subtract(reserved, quantity)} of the ${reserved} reserved serial numbers of "${name}"`]
        : [];
    }
  }
};

const listed = (words: readonly string[], conjunction: string): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1) ?? ''}`;
