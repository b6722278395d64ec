import type { LineToTax, TaxedLine, TaxRule } from './tax-rules.ts';

interface Slot {
  readonly rule: TaxRule;
  /** First and last of the taxes that are worked out together with it. */
  readonly from: number;
  readonly to: number;
  amount: number | undefined;
  /** What others add to the base it is worked out on, and to the base it is shown with. */
  onTax: number;
  onBase: number;
}

/** Neighbours of one kind are worked out together, unless one raises the base of the next. */
const slotsOf = (rules: readonly TaxRule[]): Slot[] => {
  const starts: number[] = [];
  for (const [at, rule] of rules.entries()) {
    const before = rules[at - 1];
    const isTogether =
      before?.type === rule.type &&
      before.isInside === rule.isInside &&
      before.raisesBase === rule.raisesBase &&
      !(rule.raisesBase && rule.isRaised);
    if (!isTogether) starts.push(at);
  }
  return rules.map((rule, at) => {
    const from = starts.findLast((start) => start <= at) ?? 0;
    const to = (starts.find((start) => start > at) ?? rules.length) - 1;
    return { rule, from, to, amount: undefined, onTax: 0, onBase: 0 };
  });
};

const shareOf = (slots: readonly Slot[], { from, to }: Slot): number =>
  slots.slice(from, to + 1).reduce((sum, { rule }) => sum + rule.amount, 0) / 100;

const insideAmount = (slots: readonly Slot[], slot: Slot, base: number): number => {
  const on = base + slot.onTax;
  if (slot.rule.type === 'division') return (on * slot.rule.amount) / 100;
  const share = shareOf(slots, slot);
  return share === -1 ? 0 : (on * slot.rule.amount) / 100 / (1 + share);
};

const outsideAmount = (slots: readonly Slot[], slot: Slot, base: number): number => {
  const on = base + slot.onTax;
  const amount = (on * slot.rule.amount) / 100;
  if (slot.rule.type === 'percent') return amount;
  const share = shareOf(slots, slot);
  return share === 1 ? amount : amount / (1 - share);
};

/** Tells the others on what base they stand because of this one. */
const tell = (slots: readonly Slot[], teller: Slot, amount: number): void => {
  const add = (slot: Slot, sum: number): void => {
    if (slot.amount === undefined) slot.onTax += sum;
    slot.onBase += sum;
  };
  const { rule, from, to } = teller;
  const after = slots.slice(to + 1);
  if (rule.isInside) {
    for (const slot of after) if (!rule.raisesBase || !slot.rule.isRaised) add(slot, -amount);
    for (const slot of slots.slice(0, from)) add(slot, -amount);
  } else if (rule.raisesBase) {
    for (const slot of after) if (slot.rule.isRaised) add(slot, amount);
  }
};

/** From 18 on: what is fixed first, then what is inside from the last to the first, then the rest from the first to the last. */
export const taxAmounts18 = ({ rules, price, quantity, roundBase, roundTax }: LineToTax): TaxedLine => {
  const base = roundBase(price * quantity);
  const slots = slotsOf(rules);
  const settle = (slot: Slot, amount: number): void => {
    slot.amount = roundTax(amount);
    tell(slots, slot, slot.amount);
  };
  for (const slot of slots.toReversed()) if (slot.rule.type === 'fixed') settle(slot, quantity * slot.rule.amount);
  for (const slot of slots.toReversed())
    if (slot.amount === undefined && slot.rule.isInside) settle(slot, insideAmount(slots, slot, base));
  for (const slot of slots) if (slot.amount === undefined) settle(slot, outsideAmount(slots, slot, base));
  const taxes = slots.map((slot) => {
    const row = slots.slice(slot.from, slot.to + 1).reduce((sum, { amount }) => sum + (amount ?? 0), 0);
    const own = base + slot.onBase - (slot.rule.isInside ? row : 0);
    return { id: slot.rule.id, amount: slot.amount ?? 0, base: own };
  });
  return { excluded: roundBase(taxes[0]?.base ?? base), taxes };
};
