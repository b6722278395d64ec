import type { OdooPos, PosConfig, PosSession } from '../../domain/pos/odoo-pos.ts';
import type { ActivityDependencies, PosConnection } from '../dependencies.ts';

/** Odoo's point of sale as it is now. */
export interface TakenPos {
  readonly pos: OdooPos;
  readonly config: PosConfig;
  /** The session that takes orders; null where none is open. */
  readonly session: PosSession | null;
}

/** The open session of the connection's point of sale; one is opened where the connection says so. @throws Failure */
export const takeSession = async (deps: ActivityDependencies, connection: PosConnection): Promise<TakenPos> => {
  const { pos } = await deps.odoo();
  const { posConfig, autoCreateSession } = connection.settings;
  const config = await pos.readConfig(posConfig);
  const open = await pos.findOpenSession(config.id);
  return { pos, config, session: open ?? (autoCreateSession ? await pos.openSession(config.id) : null) };
};

/** What a person reads while no session is open. */
export const noSessionWords = (connection: PosConnection, { name }: PosConfig): string =>
  connection.settings.autoCreateSession
    ? `A session of ${name} is being closed in Odoo: the orders of ${connection.name} go on when that is done.`
    : `No session of ${name} is open in Odoo: open a session, and the orders of ${connection.name} go on by themselves.`;
