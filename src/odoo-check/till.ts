import { z } from 'zod';
import { id } from '../connectors/odoo/values.ts';
import { CheckSkipped } from './must.ts';
import type { RawOdoo } from './raw-odoo.ts';
import type { TestRecords } from './test-records.ts';

/** The till of the checks: a configuration of its own with a drawer of its own. */
export interface Till {
  readonly config: number;
  readonly cash: number;
  readonly card: number;
  /** The session that is open now; one is opened when there is none. */
  readonly openSession: () => Promise<number>;
  /** What the form of the till does: a session that is still to be counted. */
  readonly startSession: () => Promise<number>;
  /** Counts the drawer at the opening of a session. */
  readonly countOpening: (session: number) => Promise<void>;
  /** Closes the open session, if there is one; drafts in it are cancelled. Answers what Odoo says. */
  readonly close: () => Promise<Readonly<Record<string, unknown>> | null>;
}

const configName = 'Conveyor check till';
const sessionRow = z.object({ id, state: z.string() });
const ids = z.array(id);

const search = (raw: RawOdoo, model: string, domain: readonly unknown[]): Promise<readonly number[]> =>
  raw.result({ model, method: 'search', params: { domain }, context: { active_test: false } }, ids);

/** @throws CheckSkipped where Point of Sale is not installed, or the till must be made first by a user who may make journals. */
export const findTill = async (raw: RawOdoo, records: TestRecords): Promise<Till> => {
  const installed = await raw.ask({ model: 'pos.config', method: 'search_count', params: { domain: [] } });
  if (installed.kind !== 'result') throw new CheckSkipped('Point of Sale is not installed, or the user may not see it');
  const [bank] = await search(raw, 'account.journal', [['type', '=', 'bank']]);
  if (bank === undefined) throw new CheckSkipped('there is no bank journal');
  await records.once('account.journal', 'till_drawer', { name: 'Conveyor check drawer', type: 'cash', code: 'CCD' });
  const cash = await records.once('pos.payment.method', 'till_cash', {
    name: 'Conveyor check cash',
    'journal_id/id': 'conveyor_check.till_drawer',
  });
  const card = await records.once('pos.payment.method', 'till_card', {
    name: 'Conveyor check card',
    'journal_id/.id': String(bank),
  });
  const config = await records.once('pos.config', 'till', {
    name: configName,
    'payment_method_ids/id': 'conveyor_check.till_cash,conveyor_check.till_card',
  });
  await raw.write('pos.payment.method', [cash, card], { active: true });
  await raw.write('pos.config', [config], { active: true });
  const till = openTill(raw, { config, cash, card });
  // What an earlier run left is not this one's.
  await till.close();
  return till;
};

/** Sessions that are not closed, newest first. */
const liveSessions = (raw: RawOdoo, config: number): Promise<readonly z.infer<typeof sessionRow>[]> =>
  raw.result(
    {
      model: 'pos.session',
      method: 'search_read',
      params: {
        domain: [
          ['config_id', '=', config],
          ['state', '!=', 'closed'],
        ],
        fields: ['state'],
        order: 'id desc',
      },
    },
    z.array(sessionRow),
  );

const openTill = (raw: RawOdoo, parts: Pick<Till, 'config' | 'cash' | 'card'>): Till => {
  const { config } = parts;
  const startSession = async (): Promise<number> => {
    await raw.result({ model: 'pos.config', method: 'open_ui', ids: [config] }, z.unknown());
    const [session] = await liveSessions(raw, config);
    if (session === undefined) throw new CheckSkipped('open_ui opened no session');
    return session.id;
  };
  const countOpening = async (session: number): Promise<void> => {
    const method = raw.session.server.major === 17 ? 'set_cashbox_pos' : 'set_opening_control';
    const params = { cashbox_value: 0, notes: '' };
    await raw.result({ model: 'pos.session', method, ids: [session], params }, z.unknown());
  };
  return {
    ...parts,
    startSession,
    countOpening,
    openSession: async () => {
      const [live] = await liveSessions(raw, config);
      if (live?.state === 'opened') return live.id;
      const session = await startSession();
      await countOpening(session);
      return session;
    },
    close: () => closeTill(raw, config),
  };
};

const closeTill = async (raw: RawOdoo, config: number): Promise<Readonly<Record<string, unknown>> | null> => {
  const [live] = await liveSessions(raw, config);
  if (live === undefined) return null;
  const drafts = await search(raw, 'pos.order', [
    ['session_id', '=', live.id],
    ['state', '=', 'draft'],
  ]);
  if (drafts.length > 0) await raw.write('pos.order', drafts, { state: 'cancel' });
  return closeCounted(raw, live.id);
};

const closingData = z.object({ default_cash_details: z.object({ amount: z.number() }).nullable() });
const answer = z.record(z.string(), z.unknown());

/** Closes a session with exactly the cash that must be there. */
export const closeCounted = async (raw: RawOdoo, session: number): Promise<Readonly<Record<string, unknown>>> => {
  const model = 'pos.session';
  const data = await raw.result({ model, method: 'get_closing_control_data', ids: [session] }, closingData);
  const counted_cash = data.default_cash_details?.amount ?? 0;
  await raw.result(
    { model, method: 'post_closing_cash_details', ids: [session], params: { counted_cash } },
    z.unknown(),
  );
  return raw.result({ model, method: 'close_session_from_ui', ids: [session] }, answer);
};

/** Closes and archives the till of the checks. Returns what could not be put away, in words. */
export const putTillAway = async (raw: RawOdoo): Promise<readonly string[]> => {
  const found = await raw.ask({
    model: 'pos.config',
    method: 'search',
    params: { domain: [['name', '=', configName]] },
  });
  const configs = found.kind === 'result' ? ids.safeParse(found.result) : undefined;
  const [config] = configs?.success === true ? configs.data : [];
  if (config === undefined) return [];
  const closed = await closeTill(raw, config);
  if (closed !== null && closed['successful'] !== true)
    return [`the session of "${configName}" could not be closed: ${String(closed['message'])}`];
  await raw.write('pos.config', [config], { active: false });
  return [];
};
