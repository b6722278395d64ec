import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { PosTax } from '../../../../src/domain/pos/odoo-pos.ts';
import {
  computeLine,
  exactlyExcluded,
  lineAmounts,
  orderTotals,
  priceFor,
} from '../../../../src/domain/pos/taxes/order-taxes.ts';
import type { TaxManner } from '../../../../src/domain/pos/taxes/order-taxes.ts';
import { isWithin } from '../../../../src/domain/money.ts';
import { aTax } from '../builders.ts';

/** What `account.tax.compute_all` of Odoo 17 and 19 answered. */
const cases = z
  .array(
    z.object({
      major: z.union([z.literal(17), z.literal(19)]),
      method: z.enum(['per-line', 'globally']),
      quantity: z.string(),
      price: z.string(),
      taxes: z.array(
        z.object({
          type: z.enum(['percent', 'fixed', 'division']),
          amount: z.string(),
          priceInclude: z.boolean(),
          includeBaseAmount: z.boolean(),
          isBaseAffected: z.boolean(),
        }),
      ),
      excluded: z.string(),
      amounts: z.array(z.string()),
    }),
  )
  .parse(JSON.parse(readFileSync(new URL('../../../fixtures/pos-taxes.json', import.meta.url), 'utf8')));

const shown = (
  tax: Pick<PosTax, 'type' | 'amount' | 'priceInclude' | 'includeBaseAmount' | 'isBaseAffected'>,
): string =>
  [
    tax.type,
    tax.amount,
    ...(tax.priceInclude ? ['included'] : []),
    ...(tax.includeBaseAmount ? ['raising the base'] : []),
    ...(tax.isBaseAffected ? [] : ['of the first base']),
  ].join(' ');

describe('taxes of a line', () => {
  for (const { major, method, quantity, price, taxes, excluded, amounts } of cases) {
    it(`are those of Odoo ${major}, ${method}: ${quantity} × ${price}, ${taxes.map(shown).join(', ')}`, () => {
      const manner = { major, method, step: '0.01' } as const;
      const line = { quantity, price, taxes: taxes.map((tax, index) => aTax(index + 1, tax)) };
      const computed = computeLine(line, manner).taxes;
      const answers = [excluded, ...amounts];
      const ours = [computed.excluded, ...computed.amounts];
      assert.equal(ours.length, answers.length);
      for (const [index, amount] of ours.entries()) {
        assert.ok(
          isWithin(amount, answers[index] ?? 'none', '0.000001'),
          `${ours.join(' ')} and not ${answers.join(' ')}`,
        );
      }
    });
  }
});

describe('a price with the taxes it includes', () => {
  const tables: readonly (readonly [
    what: string,
    taxes: readonly PosTax[],
    quantity: string,
    excluded: string,
    price: string,
  ])[] = [
    ['nothing', [aTax(1)], '2', '160', '80'],
    ['15 %', [aTax(1, { priceInclude: true })], '2', '160', '92'],
    ['a fixed amount for each', [aTax(1, { type: 'fixed', amount: '0.5', priceInclude: true })], '2', '160', '80.5'],
    ['15 % and an added tax', [aTax(1, { priceInclude: true }), aTax(2, { amount: '5' })], '1', '100', '115'],
    ['10 % of the whole', [aTax(1, { type: 'division', amount: '10', priceInclude: true })], '1', '90', '100'],
  ];
  for (const major of [17, 18, 19] as const) {
    for (const [what, taxes, quantity, excluded, price] of tables) {
      it(`of Odoo ${major} holds ${what}`, () => {
        const manner: TaxManner = { major, method: 'per-line', step: '0.01' };
        assert.ok(isWithin(priceFor(excluded, { quantity, taxes }, manner), price, '0.0000001'));
        assert.ok(isWithin(exactlyExcluded({ quantity, price, taxes }, manner), excluded, '0.0000001'));
      });
    }
  }
});

describe('the totals of an order', () => {
  // Two lines of 12.12 × 12.12 with 23 %: 146.8944 and 33.785712 each.
  const line = { quantity: '12.12', price: '12.12', taxes: [aTax(1, { amount: '23' })] };
  const tables: readonly (readonly [manner: TaxManner, included: string, tax: string])[] = [
    [{ major: 17, method: 'per-line', step: '0.01' }, '361.34', '67.56'],
    [{ major: 17, method: 'globally', step: '0.01' }, '361.35', '67.57'],
    [{ major: 19, method: 'per-line', step: '0.01' }, '361.34', '67.56'],
    [{ major: 19, method: 'globally', step: '0.01' }, '361.36', '67.57'],
    [{ major: 18, method: 'per-line', step: '0.05' }, '361.4', '67.6'],
    [{ major: 18, method: 'globally', step: '1' }, '362', '68'],
  ];
  for (const [manner, included, tax] of tables) {
    it(`are rounded ${manner.method} by Odoo ${manner.major} to multiples of ${manner.step}`, () => {
      const computed = computeLine(line, manner);
      const totals = orderTotals([computed, computed], manner);
      assert.deepEqual([Number(totals.included), Number(totals.tax)], [Number(included), Number(tax)]);
    });
  }

  it('are rounded together with the taxes where all are included (from 18 on)', () => {
    const manner: TaxManner = { major: 19, method: 'globally', step: '0.01' };
    const included = computeLine(
      { quantity: '1', price: '21.53', taxes: [aTax(1, { amount: '21', priceInclude: true })] },
      manner,
    );
    assert.equal(Number(orderTotals([included, included], manner).included), 43.06);
    assert.deepEqual(lineAmounts(included, manner), { subtotal: '17.79', subtotalWithTax: '21.53' });
  });
});
