import type { Sale, SaleLine } from './model.ts';
import { statuses } from './model.ts';
import type { PosSettings } from './settings.ts';
import type { SaleTotals } from './totals.ts';
import { totalsOf } from './totals.ts';

type Dress = Pick<PosSettings, 'numbers' | 'dates' | 'form' | 'refunds'>;
type Write = (value: number) => number | string;

const writer = (numbers: Dress['numbers'], sign: 1 | -1): Write => {
  switch (numbers) {
    case 'numbers':
      return (value) => (value === 0 ? 0 : value * sign);
    case 'strings':
      return (value) => (value === 0 ? 0 : value * sign).toFixed(2);
    case 'thousands':
      return (value) =>
        (value === 0 ? 0 : value * sign).toLocaleString('en-US', {
          minimumFractionDigits: 2,
          maximumFractionDigits: 4,
        });
  }
};

const two = (value: number): string => String(value).padStart(2, '0');

const dateOf = (iso: string, style: Dress['dates']): string | undefined => {
  const at = new Date(iso);
  switch (style) {
    case 'iso':
      return iso;
    case 'iso-without-zone':
      return iso.slice(0, 19);
    case 'day-first': {
      const hour = at.getUTCHours();
      const time = [hour % 12 || 12, at.getUTCMinutes(), at.getUTCSeconds()].map(two).join(':');
      const day = [two(at.getUTCDate()), two(at.getUTCMonth() + 1), at.getUTCFullYear()].join('-');
      return `${day} ${time} ${hour < 12 ? 'AM' : 'PM'}`;
    }
    case 'none':
      return undefined;
  }
};

/** The rate where all lines have the same, else what the tax is of the whole. */
const taxPercentOf = (sale: Sale, { tax, beforeTax, discount }: SaleTotals): number => {
  const rates = new Set(sale.lines.map((line) => line.taxPercent));
  const [only] = rates;
  if (rates.size === 1 && only !== undefined) return only;
  const taxed = beforeTax - discount;
  return taxed === 0 ? 0 : Math.round((tax / taxed) * 10_000) / 100;
};

const pullLine = (line: SaleLine, quantity: Write, money: Write) => ({
  ...(line.odooItemId === null ? {} : { OdooItemID: line.odooItemId }),
  ItemID: line.itemId,
  ItemName: line.name,
  Price: writePrice(line.price, money),
  Quantity: quantity(line.quantity),
  DiscountAmount: money(line.discount),
  ...(line.lots.length === 0 ? {} : { Lots: line.lots }),
  ...(line.parts.length === 0
    ? {}
    : {
        OrderDetailPackages: line.parts.map((part) => ({
          ItemID: part.itemId,
          ItemName: part.name,
          Price: writePrice(part.price, money),
          Quantity: writePrice(part.quantity, quantity),
        })),
      }),
});

/** The price of one is never negative: only quantities and sums are. */
const writePrice = (value: number, write: Write): number | string => {
  const written = write(value);
  return typeof written === 'number' ? Math.abs(written) : written.replace('-', '');
};

const eventLine = (line: SaleLine, quantity: Write, money: Write) => ({
  ItemID: line.itemId,
  Name: line.name,
  AlternateName: '',
  Cost: 0,
  Price: writePrice(line.price, money),
  Quantity: quantity(line.quantity),
  ...(line.discount === 0 ? {} : { DiscountAmount: money(line.discount) }),
  ...(line.odooItemId === null ? {} : { OdooItemID: line.odooItemId }),
  Status: 201,
});

/** One order as it is sent (vendors.md §3). */
export const saleOnWire = (sale: Sale, dress: Dress): Record<string, unknown> => {
  const isNegative = sale.status === statuses.refund && dress.refunds === 'negative';
  const money = writer(dress.numbers, isNegative ? -1 : 1);
  const totals = totalsOf(sale);
  const date = dateOf(sale.date, dress.dates);
  const sums = {
    AmountDiscount: money(totals.discount),
    AmountPaid: money(totals.paid),
    AmountTotal: money(totals.beforeTax),
    BalanceAmount: money(totals.balance),
    GrandTotal: money(totals.grandTotal),
    Tax: money(totals.tax),
    TaxPercent: writer(dress.numbers, 1)(taxPercentOf(sale, totals)),
  };
  const payments = sale.payments.map(({ amount, mode, cardType, reference }) => ({
    AmountPaid: money(amount),
    CardNumber: '',
    CardType: cardType,
    PaymentMode: mode,
    ReferenceID: reference,
  }));
  const head = { OrderID: sale.orderId, ...sums, OrderStatus: sale.status, PaymentMode: sale.payments[0]?.mode ?? 1 };
  const shown =
    dress.form === 'pull'
      ? {
          ...head,
          ...(date === undefined ? {} : { OrderDate: date }),
          ...(sale.serviceCharges === 0 ? {} : { ServiceCharges: money(sale.serviceCharges) }),
          CheckoutDetails: payments,
          OrderItems: sale.lines.map((line) => pullLine(line, money, money)),
        }
      : {
          LocationID: 4012,
          OrderTakerID: 77,
          CustomerID: 0,
          CustomerName: 'Walk-in',
          CustomerContact: '',
          ...head,
          ...(date === undefined ? {} : { CheckoutDate: date }),
          Remark: '',
          ServiceCharges: money(sale.serviceCharges),
          DiscountPercent: 0,
          IsPartialPaid: false,
          PartialPayment: 0,
          OrderCheckoutDetails: payments,
          OrderDetails: sale.lines.map((line) => eventLine(line, money, money)),
        };
  const told = { ...shown, ...sale.raw };
  return Object.fromEntries(Object.entries(told).filter(([field]) => !sale.omit.includes(field)));
};
