import type { JsonOption } from './cli.ts';

/** Options of `sync`, whatever the process. */
export interface SyncOptions extends JsonOption {
  readonly since?: string;
  readonly dryRun?: boolean;
  /** Seconds. */
  readonly wait: number;
}
