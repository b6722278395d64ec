import type { MirrorModel } from '../domain/mirror/models.ts';
import type { JsonOption } from './cli.ts';

/** Options of `sync`, whatever the process. */
export interface SyncOptions extends JsonOption {
  readonly since?: string;
  readonly dryRun?: boolean;
  /** Models of the mirror of Odoo; without it all. */
  readonly models?: readonly MirrorModel[];
  readonly full?: boolean;
  /** Seconds. */
  readonly wait: number;
}
