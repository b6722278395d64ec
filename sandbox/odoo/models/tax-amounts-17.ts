import type { LineToTax, TaxAmount, TaxedLine, TaxRule } from './tax-rules.ts';

/** What is inside a price, gathered from the last tax to the first. */
class Inside {
  #percent = 0;
  #division = 0;
  #fixed = 0;

  take({ type, amount }: TaxRule, quantity: number): void {
    if (type === 'percent') this.#percent += amount;
    else if (type === 'division') this.#division += amount;
    // A second fixed amount takes the place of the first.
    else this.#fixed = quantity * amount;
  }

  takeFrom(base: number): number {
    const rest = ((base - this.#fixed) / (1 + this.#percent / 100)) * ((100 - this.#division) / 100);
    [this.#percent, this.#division, this.#fixed] = [0, 0, 0];
    return rest;
  }
}

const amountOn = ({ type, amount }: TaxRule, base: number, quantity: number): number => {
  if (type === 'fixed') return quantity * amount;
  if (type === 'percent') return (base * amount) / 100;
  return amount === 100 ? 0 : base / (1 - amount / 100) - base;
};

/**
 * 17 first takes apart what the price includes, remembering what it was worth where a row of included taxes ended; then
 * it lays the taxes on. The last included tax of a row is what is left up to the remembered price.
 */
export const taxAmounts17 = ({ rules, price, quantity, roundBase, roundTax }: LineToTax): TaxedLine => {
  const inside = new Inside();
  const worth = new Map<number, number>();
  let base = roundBase(price * quantity);
  let isRowOpen = true;
  let isNextRaised = true;
  for (const [at, rule] of [...rules.entries()].reverse()) {
    if (rule.raisesBase && isNextRaised) {
      base = inside.takeFrom(base);
      isRowOpen = true;
    }
    if (rule.isInside) {
      inside.take(rule, quantity);
      if (isRowOpen && rule.amount !== 0) {
        worth.set(at, base);
        isRowOpen = false;
      }
    }
    isNextRaised = rule.isRaised;
  }
  const excluded = roundBase(inside.takeFrom(base));
  let running = excluded;
  let pending = 0;
  let isMixed = false;
  const taxes = rules.map((rule, at): TaxAmount => {
    const own = rule.isInside || rule.isRaised ? running : excluded;
    const known = rule.isInside ? worth.get(at) : undefined;
    const isRest = known !== undefined && !isMixed;
    const amount = roundTax(isRest ? known - (running + pending) : amountOn(rule, own, quantity));
    if (isRest) pending = 0;
    else if (rule.isInside && known === undefined) pending += amount;
    if (rule.raisesBase) {
      running += amount;
      if (!rule.isInside) isMixed = true;
    }
    return { id: rule.id, amount, base: own };
  });
  return { excluded, taxes };
};
