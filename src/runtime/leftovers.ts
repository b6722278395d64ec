import { join } from 'node:path';
import { clusterFolder } from './postgres/postgres-program.ts';
import { livingPostmaster } from './postgres/stale-postmaster.ts';
import { isAlive } from './process-identity.ts';
import { roleNames, stopPlans } from './roles.ts';
import { readRunFile, removeRunFile } from './run-file.ts';
import { stopProcesses } from './stop-processes.ts';
import type { StoppableProcess } from './stop-processes.ts';
import { waitUntil } from './wait-until.ts';

/** What is left of an earlier run gets a short grace: nobody looks after it any more. */
const graceMs = 2_000;

/** Ends what an earlier start left running because it was killed. Only processes that `run.json` names and that are still the very same ones. */
export const clearLeftovers = async (home: string, say: (line: string) => void): Promise<void> => {
  const run = readRunFile(home);
  const guard = run?.guard;
  if (run !== undefined) say('An earlier start ended without stopping; clearing what it left');
  // The guard is at it already.
  if (guard !== undefined) await waitUntil(() => !isAlive(guard), { withinMs: 8_000 });
  const left = roleNames.flatMap((role): StoppableProcess[] => {
    const process = run?.[role];
    return process === undefined ? [] : [{ ...process, ...stopPlans[role], graceMs }];
  });
  const postmaster = livingPostmaster(join(clusterFolder(home), 'postgres'));
  if (postmaster !== undefined) left.push({ ...postmaster, ...stopPlans.postgres });
  await stopProcesses(left.filter(isAlive));
  removeRunFile(home);
};
