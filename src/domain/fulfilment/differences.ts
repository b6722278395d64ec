import { add, compare, isEqualAmount } from '../money.ts';
import type { FulfilmentLine, FulfilmentOrder, Receiver } from './fulfilment.ts';

/**
 * What the prep centre would have to be told of an order that was sent, each in words; empty: nothing. Prices are not among it, and neither the
 * order of lines nor that of lots counts.
 */
export const differencesOf = (sent: FulfilmentOrder, now: FulfilmentOrder): readonly string[] => [
  ...receiverFields.flatMap(([field, words]) => changed(words, sent.receiver[field], now.receiver[field])),
  ...changed('the comment', sent.comment, now.comment),
  ...lineDifferences(totalsOf(sent.lines), totalsOf(now.lines)),
];

const receiverFields = [
  ['name', 'the name'],
  ['phone', 'the phone'],
  ['email', 'the e-mail address'],
  ['street', 'the street'],
  ['city', 'the city'],
  ['zip', 'the postal code'],
  ['state', 'the state'],
  ['country', 'the country'],
] as const satisfies readonly (readonly [keyof Receiver, string])[];

const changed = (what: string, before: string | null, now: string | null): readonly string[] => {
  if (before === now) return [];
  if (before === null) return [`${what} is now ${quoted(now)}`];
  return [now === null ? `${what} ${quoted(before)} is gone` : `${what} ${quoted(before)} became ${quoted(now)}`];
};

/** Comments may be long. */
const quoted = (text: string | null): string => `"${(text ?? '').slice(0, 200)}"`;

type Lot = FulfilmentLine['lots'][number];

interface ProductTotal {
  readonly name: string;
  readonly quantity: string;
  readonly lots: readonly Lot[];
}

/** By what the prep centre calls the product: it does not know our lines, and a line that was written anew is no change. */
const totalsOf = (lines: readonly FulfilmentLine[]): ReadonlyMap<string, ProductTotal> => {
  const totals = new Map<string, ProductTotal>();
  for (const { centreProductId, name, quantity, lots } of lines) {
    const before = totals.get(centreProductId);
    totals.set(
      centreProductId,
      before === undefined
        ? { name, quantity, lots }
        : { name, quantity: add(before.quantity, quantity), lots: [...before.lots, ...lots] },
    );
  }
  return totals;
};

const lineDifferences = (
  sent: ReadonlyMap<string, ProductTotal>,
  now: ReadonlyMap<string, ProductTotal>,
): readonly string[] => {
  const both = [...new Set([...sent.keys(), ...now.keys()])];
  return both.flatMap((id) => {
    const before = sent.get(id);
    const after = now.get(id);
    if (after === undefined) return [`${before?.quantity ?? ''} of "${before?.name ?? id}" (${id}) went`];
    if (before === undefined) return [`${after.quantity} of "${after.name}" (${id}) came`];
    return [...quantityDifference(id, before, after), ...lotDifference(id, before, after)];
  });
};

const quantityDifference = (id: string, before: ProductTotal, after: ProductTotal): readonly string[] => {
  if (isEqualAmount(before.quantity, after.quantity)) return [];
  const more = compare(after.quantity, before.quantity) > 0 ? 'more' : 'less';
  return [`${more} of "${after.name}" (${id}): ${before.quantity} became ${after.quantity}`];
};

/** A lot whose quantity differs went as it was, and came as it is. */
const lotDifference = (id: string, before: ProductTotal, after: ProductTotal): readonly string[] => {
  const gone = before.lots.filter((lot) => !after.lots.some((other) => isSameLot(lot, other)));
  const come = after.lots.filter((lot) => !before.lots.some((other) => isSameLot(lot, other)));
  if (gone.length === 0 && come.length === 0) return [];
  const was = gone.length === 0 ? [] : [`without ${lotWords(gone)}`];
  const is = come.length === 0 ? [] : [`with ${lotWords(come)}`];
  return [`"${after.name}" (${id}) now ${[...was, ...is].join(' and ')}`];
};

const isSameLot = (left: Lot, right: Lot): boolean =>
  left.name === right.name && isEqualAmount(left.quantity, right.quantity);

const lotWords = (lots: readonly Lot[]): string =>
  lots.map(({ name, quantity }) => (isEqualAmount(quantity, '1') ? name : `${quantity} of ${name}`)).join(', ');
