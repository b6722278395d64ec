import { homedir } from 'node:os';
import { join } from 'node:path';

/** The version the project is tested with; `tools/temporal-cli/go.mod` names the same. */
export const pinnedTemporal = '1.8.2';

/** A per-user folder that outlives a clone of the project: what took minutes to build is built once. */
export const temporalCache = (variables: NodeJS.ProcessEnv = process.env): string =>
  join(
    variables['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
    'conveyor',
    `temporal-${pinnedTemporal}-${process.platform}-${process.arch}`,
  );

/** A `temporal` command, or in words what was missing to get one. */
export type TemporalOutcome = { path: string } | { missing: string };
