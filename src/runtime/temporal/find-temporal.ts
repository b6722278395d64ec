import { accessSync, constants } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { StartError } from '../start-error.ts';
import { buildTemporal, builtTemporalPath } from './build-temporal.ts';
import type { TemporalOutcome } from './temporal-cache.ts';
import { downloadTemporal } from './download-temporal.ts';
import { isNewEnough, leastServerVersion, readServerVersion } from './temporal-version.ts';

/** Where to look, and whom to tell what is being done. */
export interface TemporalSearch {
  /** `TEMPORAL_CLI`. */
  given: string | undefined;
  path: string;
  /** Per-user folder for a `temporal` that was built or downloaded. */
  cache: string;
  say: (line: string) => void;
  /** Ends a build when the start is called off. */
  signal?: AbortSignal;
}

/**
 * The absolute path of a `temporal` command: the one given, the one on the PATH, the project's own build of the pinned version, and only then
 * the SDK's download.
 *
 * @throws StartError saying what is missing
 */
export const findTemporal = async (search: TemporalSearch): Promise<string> => {
  if (search.given !== undefined) return checkedGiven(search.given);
  const onPath = await findOnPath(search);
  if (onPath !== undefined) return onPath;
  const built = builtTemporalPath(search.cache);
  if (isExecutable(built)) return built;
  const reasons: string[] = [];
  for (const way of [buildTemporal, downloadTemporal]) {
    search.signal?.throwIfAborted();
    const outcome = await way(search).catch(unusable);
    if ('path' in outcome) return outcome.path;
    reasons.push(outcome.missing);
    search.say(outcome.missing);
  }
  throw new StartError(
    `There is no Temporal server to start: no "temporal" on the PATH; ${reasons.join('; ')}. Install the temporal CLI (docs.temporal.io/cli) or Go, or set TEMPORAL_CLI, or TEMPORAL_ADDRESS to a running server`,
  );
};

/** A folder that cannot be written, a program that cannot be started: one way less, not the end. */
const unusable = (error: unknown): TemporalOutcome => {
  if (error instanceof Error && 'code' in error) return { missing: error.message };
  throw error;
};

const checkedGiven = async (given: string): Promise<string> => {
  const path = resolve(given);
  const version = isExecutable(path) ? await readServerVersion(path) : undefined;
  if (version === undefined) {
    throw new StartError(
      `TEMPORAL_CLI: found ${JSON.stringify(given)}, which is not the temporal command; set it to one, or leave it out to have one found`,
    );
  }
  if (!isNewEnough(version)) {
    throw new StartError(
      `TEMPORAL_CLI: ${given} brings Temporal server ${version}, wanted ${leastServerVersion} or newer`,
    );
  }
  return path;
};

const findOnPath = async ({ path, say }: TemporalSearch): Promise<string | undefined> => {
  for (const folder of path.split(delimiter).filter((entry) => entry !== '')) {
    const candidate = resolve(join(folder, 'temporal'));
    if (!isExecutable(candidate)) continue;
    const version = await readServerVersion(candidate);
    if (version !== undefined && isNewEnough(version)) return candidate;
    say(
      `${candidate} is passed over: ${version === undefined ? 'it is not the temporal CLI' : `its server ${version} is older than ${leastServerVersion}`}`,
    );
  }
  return undefined;
};

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
