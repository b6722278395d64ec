import type { PosConfig, PosSession, SeenPosOrder } from '../../domain/pos/odoo-pos.ts';
import { planPosOrder } from '../../domain/pos/plan-order.ts';
import type { PosPlan } from '../../domain/pos/plan-order.ts';
import { listLoaded, noteGone, noteLoaded, noteLoading, noteObstacles, notePaid } from '../../store/pos/import-rows.ts';
import type { LoadedPosOrder, OpenPosOrder, PaidPosOrder, PosObstacleFound } from '../../store/pos/import-rows.ts';
import type { ImportContext } from './import-context.ts';
import { prepareBatch } from './prepare-batch.ts';

/** What one batch came to. */
export interface BatchResult {
  readonly created: number;
  readonly attention: number;
}

/**
 * Brings a batch of orders one step after the other into Odoo, all of them together, and moves their rows after each step: so each step may be
 * repeated, and what was done is not done again.
 */
export const importBatch = async (
  context: ImportContext,
  session: PosSession,
  orders: readonly OpenPosOrder[],
): Promise<BatchResult> => {
  const obstacles = await loadNew(
    context,
    session,
    orders.filter(({ state }) => state !== 'loaded'),
  );
  const paid = await payLoaded(
    context,
    session,
    orders.map(({ key }) => key),
  );
  return { created: paid.created, attention: obstacles + paid.attention };
};

/** Makes the orders that Odoo does not have yet. @returns how many cannot be made without a person */
const loadNew = async (
  context: ImportContext,
  session: PosSession,
  orders: readonly OpenPosOrder[],
): Promise<number> => {
  if (orders.length === 0) return 0;
  const { deps, connection, pos } = context;
  const plans = await planAll(context, session, orders);
  const blocked = plans.flatMap(({ order, plan }) =>
    'obstacle' in plan ? [{ key: order.key, kind: plan.obstacle.kind, reason: plan.obstacle.reason }] : [],
  );
  await context.mayWrite();
  await noteObstacles(deps.db, connection.id, blocked);
  const ready = plans.flatMap(({ order, plan }) => ('draft' in plan ? [{ order, plan }] : []));
  if (ready.length === 0) return blocked.length;
  const unchanged = await noteLoading(
    deps.db,
    connection.id,
    ready.map(({ order }) => order),
  );
  const sent = ready.filter(({ order }) => unchanged.has(order.key));
  const answers = await pos.createOrdersOnce(sent.map(({ plan }) => plan.draft));
  const loaded: LoadedPosOrder[] = [];
  const refused: PosObstacleFound[] = [];
  sent.forEach(({ order, plan }, index) => {
    const answer = answers[index];
    if (answer !== undefined && 'id' in answer) {
      loaded.push({
        key: order.key,
        odooId: answer.id,
        sessionId: session.id,
        partnerId: plan.draft.partnerId,
        total: plan.draft.amountTotal,
        lines: plan.written,
      });
    } else {
      const words = answer === undefined ? 'no answer' : answer.refused;
      refused.push({ key: order.key, kind: 'rejected', reason: `Odoo refuses order ${order.key}: ${words}` });
    }
  });
  await context.mayWrite();
  await noteLoaded(deps.db, connection.id, loaded);
  await noteObstacles(deps.db, connection.id, refused);
  return blocked.length + refused.length;
};

const planAll = async (
  context: ImportContext,
  session: PosSession,
  orders: readonly OpenPosOrder[],
): Promise<readonly { readonly order: OpenPosOrder; readonly plan: PosPlan }[]> => {
  const { connection, config } = context;
  const { findProduct, findPartner, originalOf, noteUnknown } = await prepareBatch(context, orders);
  const plans = orders.map((order) => ({
    order,
    plan: planPosOrder(order.content, {
      connection,
      config,
      session,
      findProduct,
      findPartner,
      original: originalOf(order),
      receivedAt: order.created_at.toISOString(),
    }),
  }));
  await noteUnknown();
  return plans;
};

/**
 * Pays what Odoo holds as drafts, and finds out which of all these orders are paid. What stands in a closed session, be it a draft or paid while the
 * session was being closed, would never reach accounting: it moves to the open one, or waits for one. A session that is only being closed still
 * takes what was a draft in it before: drafts would keep it from being closed.
 */
export const payLoaded = async (
  context: ImportContext,
  session: PosSession | null,
  keys: readonly string[],
): Promise<BatchResult> => {
  const { deps, connection, pos, config } = context;
  const loaded = await listLoaded(deps.db, connection.id, keys);
  if (loaded.length === 0) return { created: 0, attention: 0 };
  const before = await readSeen(context, loaded);
  await noteGone(
    deps.db,
    connection.id,
    loaded.filter(({ odooId }) => !before.has(odooId)).map(({ key }) => key),
  );
  const astray = [...before.values()].filter(isAstray).map(({ id }) => id);
  if (session !== null && astray.length > 0) await pos.moveOrders(astray, session.id);
  const stays = new Set(session === null ? astray : []);
  const drafts = [...before.values()].filter(({ id, state }) => state === 'draft' && !stays.has(id));
  const answers = await pos.payOrders(drafts.map(({ id }) => ({ id, methodId: wizardMethod(config) })));
  const words = new Map(drafts.map(({ id }, index) => [id, answers[index] ?? null]));
  const after = await readSeen(context, loaded);
  const paid: PaidPosOrder[] = [];
  const stuck: PosObstacleFound[] = [];
  for (const { key, odooId } of loaded) {
    const seen = after.get(odooId);
    if (seen === undefined || isAstray(seen)) continue;
    if (isPaid(seen)) paid.push({ key, odooName: seen.name, sessionId: seen.sessionId });
    else if (words.has(odooId) || seen.state === 'cancel') {
      stuck.push({ key, ...whyNotPaid(key, seen, words.get(odooId) ?? null) });
    }
  }
  await context.mayWrite();
  const created = await notePaid(deps.db, connection.id, paid);
  await noteObstacles(deps.db, connection.id, stuck);
  return { created, attention: stuck.length };
};

const readSeen = async (
  { pos }: ImportContext,
  loaded: readonly { readonly odooId: number }[],
): Promise<ReadonlyMap<number, SeenPosOrder>> => {
  const seen = await pos.readOrders(loaded.map(({ odooId }) => odooId));
  return new Map(seen.map((order) => [order.id, order]));
};

/** Orders of a session that closed with them are `done`. */
const isAstray = ({ state, sessionState }: SeenPosOrder): boolean =>
  (state === 'draft' || state === 'paid') && (sessionState === 'closed' || sessionState === null);

const isPaid = ({ state }: SeenPosOrder): boolean => state === 'paid' || state === 'done' || state === 'invoiced';

const whyNotPaid = (
  key: string,
  { state, name, amountTotal, amountPaid }: SeenPosOrder,
  words: string | null,
): Pick<PosObstacleFound, 'kind' | 'reason'> =>
  state === 'cancel'
    ? { kind: 'rejected', reason: `Order ${key} was cancelled in Odoo (${name}). Skip it.` }
    : {
        kind: 'payment-mismatch',
        reason: `Odoo does not take order ${key} as paid: ${words ?? `it counts ${amountPaid} of ${amountTotal}`}. It stays a draft there until it is tried again, or skipped.`,
      };

/** The wizard that pays wants a method although the payments are there; any will do that asks for no partner. */
const wizardMethod = ({ methods }: PosConfig): number =>
  (methods.find(({ needsPartner, type }) => !needsPartner && type !== 'online') ?? methods[0])?.id ?? 0;
