import type { OdooPos, PosConfig } from '../../domain/pos/odoo-pos.ts';
import type { ActivityDependencies, PosConnection } from '../dependencies.ts';

/** What the import of one connection works with. */
export interface ImportContext {
  readonly deps: ActivityDependencies;
  readonly connection: PosConnection;
  readonly pos: OdooPos;
  readonly config: PosConfig;
  /** Awaited before rows are written; throws when another import has taken over. */
  readonly mayWrite: () => Promise<void>;
}
