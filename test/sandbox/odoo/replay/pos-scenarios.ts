import type { AnOdoo } from '../an-odoo.ts';
import { array, isObject, object } from '../an-odoo.ts';
import { aProduct } from '../builders.ts';
import type { Till } from '../tills.ts';
import { aPaidOrder, aTill, aWizard, closeSession, loadOrder, openSession, startSession } from '../tills.ts';
import type { Call } from './recordings.ts';
import type { Scenario } from './scenario.ts';
import { idsAre } from './scenario.ts';

let keys = 0;
const newKey = (odoo: AnOdoo): string => `replay-${String(odoo.major)}-${String((keys += 1))}`;

const anOpenTill = async (odoo: AnOdoo): Promise<{ till: Till; session: number }> => {
  const till = await aTill(odoo, 'Shop');
  return { till, session: await openSession(odoo, till) };
};

const aSale = async (odoo: AnOdoo, till: Till, session: number): Promise<number> =>
  aPaidOrder(odoo, till, {
    key: newKey(odoo),
    session,
    lines: [{ product: await aProduct(odoo) }],
    payments: [{ method: till.card, amount: 10 }],
  });

const onSession =
  (prepare: (odoo: AnOdoo, till: Till, session: number) => Promise<unknown> = () => Promise.resolve()): Scenario =>
  async (odoo, call) => {
    const { till, session } = await anOpenTill(odoo);
    await prepare(odoo, till, session);
    idsAre(call, session);
  };

/** Puts this Odoo's session, products and method into the recorded rows of a `load`. */
const translateRows = async (odoo: AnOdoo, call: Call, session: number, till: Till): Promise<void> => {
  const columns = array(call.args[0]);
  const at = (name: string): number => columns.indexOf(name);
  for (const row of array(call.args[1]).map(array)) {
    if (row[at('session_id/.id')] !== '') row[at('session_id/.id')] = session;
    const tracking = row[at('lines/pack_lot_ids/lot_name')] === '' ? 'none' : 'lot';
    row[at('lines/product_id/.id')] = await aProduct(odoo, { tracking });
    if (row[at('payment_ids/payment_method_id/.id')] !== '') row[at('payment_ids/payment_method_id/.id')] = till.card;
  }
};

/** The same for what a till hands in, wherever it is nested; products that are not there stay away. */
const translate = async (odoo: AnOdoo, value: unknown, ids: Readonly<Record<string, number>>): Promise<void> => {
  if (Array.isArray(value)) for (const item of value as unknown[]) await translate(odoo, item, ids);
  if (!isObject(value)) return;
  for (const [name, nested] of Object.entries(value)) {
    if (typeof nested === 'object') await translate(odoo, nested, ids);
    else if (name in ids) value[name] = ids[name];
    else if (name === 'product_id' && Number(nested) < 99_999) value[name] = await aProduct(odoo);
  }
};

const fromTill =
  (
    prepare: (odoo: AnOdoo, call: Call, till: Till, session: number) => Promise<Readonly<Record<string, number>>>,
  ): Scenario =>
  async (odoo, call) => {
    const { till, session } = await anOpenTill(odoo);
    const more = await prepare(odoo, call, till, session);
    const ids = { session_id: session, pos_session_id: session, payment_method_id: till.card, ...more };
    await translate(odoo, call.args, ids);
  };

const plain = fromTill(() => Promise.resolve({}));

export const posScenarios: Readonly<Record<string, Scenario>> = {
  'pos-config-read': async (odoo, call) => idsAre(call, (await aTill(odoo)).config),
  'pos-open-ui': async (odoo, call) => idsAre(call, (await aTill(odoo)).config),
  'pos-session-opening': async (odoo, call) => idsAre(call, await startSession(odoo, await aTill(odoo))),
  'pos-session-second': async (odoo, call) => {
    const { till } = await anOpenTill(odoo);
    object(call.args[0])['config_id'] = till.config;
  },
  'pos-closing-data': onSession(aSale),
  'pos-post-closing-cash': onSession(aSale),
  'pos-update-closing-control': onSession(aSale),
  'pos-close': onSession(aSale),
  'pos-close-again': onSession((odoo, _till, session) => closeSession(odoo, session)),
  'pos-close-with-drafts': onSession(async (odoo, till, session) =>
    loadOrder(odoo, {
      key: newKey(odoo),
      session,
      lines: [{ product: await aProduct(odoo) }],
      payments: [{ method: till.card, amount: 1 }],
    }),
  ),
  'pos-finalize-check': async (odoo, call) => {
    const { till, session } = await anOpenTill(odoo);
    const lines = [{ product: await aProduct(odoo) }];
    const payments = [{ method: till.card, amount: 10 }];
    const order = await loadOrder(odoo, { key: newKey(odoo), session, lines, payments });
    call.kwargs['context'] = { active_id: order, active_ids: [order], active_model: 'pos.order' };
    idsAre(call, await aWizard(odoo, till));
  },
  'load-pos-order-paid': async (odoo, call) => {
    const { till, session } = await anOpenTill(odoo);
    await translateRows(odoo, call, session, till);
  },
  'load-pos-order-closed-session': async (odoo, call) => {
    const { till, session } = await anOpenTill(odoo);
    await closeSession(odoo, session);
    await translateRows(odoo, call, session, till);
  },
  'pos-order-create': plain,
  'pos-order-bad-product': plain,
  'pos-order-underpaid': plain,
  'pos-order-foreign-pm': fromTill(async (odoo) => ({ payment_method_id: (await aTill(odoo)).card })),
  'pos-order-closed-session': fromTill(async (odoo, _call, _till, session) => {
    await closeSession(odoo, session);
    return {};
  }),
  'pos-order-refund': fromTill(async (odoo, _call, till, session) => {
    const { lines } = await odoo.one('pos.order', await aSale(odoo, till, session), ['lines']);
    return { refunded_orderline_id: Number(array(lines)[0]) };
  }),
  'pos-order-resend': async (odoo, call) => {
    await plain(odoo, call);
    await odoo.call(call.model, call.method, structuredClone(call.args));
  },
  'sr-pos-order': async (odoo) => {
    const { till, session } = await anOpenTill(odoo);
    await aSale(odoo, till, session);
    await aSale(odoo, till, session);
  },
};
