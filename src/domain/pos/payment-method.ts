import { foldedName } from './folded-name.ts';
import type { PosMethod } from './odoo-pos.ts';
import { nameOfPayment } from './payment-name.ts';
import type { PosObstacle } from './pos-obstacle.ts';
import type { PosPayment } from './pos-order.ts';

export interface MethodChoice {
  /** Of the configuration, in the order Odoo shows them. */
  readonly methods: readonly PosMethod[];
  /** `first`, `refuse` or the name of a method. */
  readonly fallback: string;
  readonly hasPartner: boolean;
}

/** The payment method of Odoo for a payment: by its CardType, else by its PaymentMode, else the fallback. */
export const findPaymentMethod = (payment: PosPayment, choice: MethodChoice): PosMethod | PosObstacle => {
  // Odoo makes payments of that type itself.
  const methods = choice.methods.filter(({ type }) => type !== 'online');
  const found =
    byCardType(payment, methods) ?? byMode(payment, methods, choice) ?? byFallback(payment, methods, choice);
  if ('kind' in found || !found.needsPartner || choice.hasPartner) return found;
  return {
    kind: 'customer',
    reason: `the payment method "${found.name}" wants a customer, and the order names none`,
  };
};

/** Ways a method may be called as a CardType is, the surest first. */
const likenesses: readonly ((card: string, method: PosMethod) => boolean)[] = [
  (card, method) => foldedName(method.name) === card,
  (card, method) => method.journalName !== null && foldedName(method.journalName) === card,
  (card, method) => foldedName(method.name).includes(card),
  (card, method) => method.journalName !== null && foldedName(method.journalName).includes(card),
];

const byCardType = ({ cardType }: PosPayment, methods: readonly PosMethod[]): PosMethod | PosObstacle | null => {
  const card = foldedName(cardType ?? '');
  if (card === '') return null;
  for (const isAlike of likenesses) {
    const alike = methods.filter((method) => isAlike(card, method));
    const [only] = alike;
    if (only === undefined) continue;
    if (alike.length === 1) return only;
    return {
      kind: 'ambiguous-record',
      reason: `CardType "${cardType ?? ''}" may be any of the payment methods ${listed(alike)}; name one of them so in Odoo`,
    };
  }
  return null;
};

/** Words in the name of a method or its journal, by PaymentMode (vendors.md §3), folded as names are. */
const words: Readonly<Record<number, readonly string[]>> = {
  5: ['tabby', 'تابي'],
  6: ['tamara', 'تمارا'],
  7: ['stcpay', 'stc'],
  8: ['transfer', 'تحويل', 'حوالة'],
};

/** Several: the fallback chooses among them, unless it refuses. */
const byMode = (
  payment: PosPayment,
  methods: readonly PosMethod[],
  choice: MethodChoice,
): PosMethod | PosObstacle | null => {
  const fitting = methodsOfMode(payment.mode, methods);
  const [only] = fitting;
  if (only === undefined) return null;
  if (fitting.length === 1) return only;
  if (choice.fallback === 'first') return only;
  const named = fitting.find(({ name }) => foldedName(name) === foldedName(choice.fallback));
  return (
    named ?? {
      kind: 'ambiguous-record',
      reason: `the payment ${nameOfPayment(payment)} may be any of the payment methods ${listed(fitting)}`,
    }
  );
};

const methodsOfMode = (mode: number | null, methods: readonly PosMethod[]): readonly PosMethod[] => {
  if (mode === null) return [];
  switch (mode) {
    case 1:
      return methods.filter(({ type }) => type === 'cash');
    case 2:
      return cardMethods(methods);
    case 3:
      return methods.filter(({ type }) => type === 'pay_later');
    default:
      return methods.filter((method) => hasWord(method, words[mode] ?? []));
  }
};

/** Those called a card, else all of banks that are none of the other modes. */
const cardMethods = (methods: readonly PosMethod[]): readonly PosMethod[] => {
  const others = Object.values(words).flat();
  const ofBanks = methods.filter((method) => method.type === 'bank' && !hasWord(method, others));
  const cards = ofBanks.filter((method) => hasWord(method, ['card', 'بطاقة']));
  return cards.length > 0 ? cards : ofBanks;
};

const hasWord = ({ name, journalName }: PosMethod, some: readonly string[]): boolean => {
  const text = `${foldedName(name)} ${foldedName(journalName ?? '')}`;
  return some.some((word) => text.includes(word));
};

const byFallback = (
  payment: PosPayment,
  methods: readonly PosMethod[],
  { fallback, hasPartner }: MethodChoice,
): PosMethod | PosObstacle => {
  const [first] = methods;
  const mismatch = (reason: string): PosObstacle => ({ kind: 'payment-mismatch', reason });
  if (first === undefined) return mismatch('the point of sale in Odoo has no payment methods');
  if (fallback === 'first') return methods.find(({ needsPartner }) => hasPartner || !needsPartner) ?? first;
  const what = `no payment method in Odoo is called as the payment ${nameOfPayment(payment)}`;
  if (fallback === 'refuse') return mismatch(`${what}; there are ${listed(methods)}`);
  const named = methods.find(({ name }) => foldedName(name) === foldedName(fallback));
  return named ?? mismatch(`${what}, and none as paymentFallback says, "${fallback}"; there are ${listed(methods)}`);
};

const listed = (methods: readonly PosMethod[]): string => methods.map(({ name }) => `"${name}"`).join(', ');
