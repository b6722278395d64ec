import { z } from 'zod';
import { Failure, isFailure } from '../../../domain/failure.ts';
import type { PosSession } from '../../../domain/pos/odoo-pos.ts';
import type { Operations } from '../groups.ts';
import { loadOnce } from '../load-once.ts';
import type { Rpc } from '../rpc.ts';
import { anything, id, orNull } from '../values.ts';

const sessionRow = z.object({
  id,
  name: orNull(z.string()),
  state: z.enum(['opening_control', 'opened', 'closing_control', 'closed']),
  rescue: z.boolean(),
  cash_register_balance_start: z.number(),
});
type SessionRow = z.infer<typeof sessionRow>;

/** The session that takes orders, if there is one. */
export const createFindOpenSession =
  ({ rpc, lanes }: Operations) =>
  (configId: number): Promise<PosSession | null> =>
    lanes.run('orders', async () => {
      const row = await currentSession(rpc, configId);
      return row?.state === 'opened' ? sessionOf(row) : null;
    });

/**
 * Opens a session, or goes on with one that somebody left at its opening control. The drawer is counted as Odoo expects it (what the last session
 * left in it), so no difference is booked. A session in `closing_control` would still take orders, behind the back of the person who counts the
 * drawer: it is left alone, and Odoo refuses another beside it.
 */
export const createOpenSession =
  ({ rpc, lanes }: Operations) =>
  (configId: number): Promise<PosSession | null> =>
    lanes.run('orders', async () => {
      const row = (await currentSession(rpc, configId)) ?? (await startSession(rpc, configId));
      const opened = row.state === 'opening_control' ? await endOpeningControl(rpc, configId, row) : row;
      return opened?.state === 'opened' ? sessionOf(opened) : null;
    });

/** Odoo means to keep at most one that is neither closed nor a rescue session; where there are several, one that is open. */
const currentSession = async (rpc: Rpc, configId: number): Promise<SessionRow | null> => {
  const rows = await rpc.call(
    {
      model: 'pos.session',
      method: 'search_read',
      params: {
        domain: [
          ['config_id', '=', configId],
          ['state', '!=', 'closed'],
          ['rescue', '=', false],
        ],
        fields: ['name', 'state', 'rescue', 'cash_register_balance_start'],
        order: 'id desc',
        load: '',
      },
      effect: 'read',
      about: 'the session of the point of sale',
    },
    z.array(sessionRow),
  );
  return rows.find((row) => row.state === 'opened') ?? rows[0] ?? null;
};

/**
 * Exactly once, whoever else opens one: `open_ui` called twice at once makes two sessions side by side, since neither call sees the other's. So the
 * session is made by `load` with an external id that all who saw the same last session give it.
 */
const startSession = async (rpc: Rpc, configId: number): Promise<SessionRow> => {
  const [last] = await rpc.call(
    {
      model: 'pos.session',
      method: 'search_read',
      params: { domain: [['config_id', '=', configId]], fields: ['state'], order: 'id desc', limit: 1, load: '' },
      effect: 'read',
      about: 'the last session of the point of sale',
    },
    z.array(z.object({ id })),
  );
  const externalId = `conveyor.pos_session_${configId}_${last?.id ?? 0}`;
  const about = `the opening of a session of point of sale ${configId}`;
  const [outcome] = await loadOnce(rpc, { model: 'pos.session', columns: ['id', 'config_id/.id'] }, [
    { externalId, about, rows: [[externalId, configId]] },
  ]);
  const row = await currentSession(rpc, configId);
  if (row !== null) return row;
  throw outcome?.done === false ? outcome.error : new Failure('Unavailable', `Odoo closed ${about} at once`);
};

/** Repeatable: a session that is open already stays so. */
const endOpeningControl = async (rpc: Rpc, configId: number, row: SessionRow): Promise<SessionRow | null> => {
  const { server } = await rpc.session();
  const refusal = await refusalOf(
    rpc.call(
      {
        model: 'pos.session',
        method: server.major === 17 ? 'set_cashbox_pos' : 'set_opening_control',
        ids: [row.id],
        params: { cashbox_value: row.cash_register_balance_start, notes: '' },
        effect: 'write',
        about: `the opening control of session ${row.id}`,
      },
      anything,
    ),
  );
  const now = await currentSession(rpc, configId);
  if (refusal !== null && now?.state === 'opening_control') throw refusal;
  return now;
};

/** Null when Odoo did it; else why not. Throws what is no refusal. */
const refusalOf = async (call: Promise<unknown>): Promise<Failure | null> => {
  try {
    await call;
    return null;
  } catch (error) {
    if (isFailure(error) && (error.type === 'Rejected' || error.type === 'NotFound')) return error;
    throw error;
  }
};

const sessionOf = ({ id: sessionId, name, state, rescue }: SessionRow): PosSession => ({
  id: sessionId,
  name: name ?? `session ${sessionId}`,
  state,
  rescue,
});
