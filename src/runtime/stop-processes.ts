import { isAlive, signalProcess } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { waitUntil } from './wait-until.ts';

/** How a process is asked to end. */
export interface StopPlan {
  signal: 'SIGTERM' | 'SIGINT';
  /** Lower ones are gone before higher ones are asked: the worker needs the database to put its work down. */
  stage: number;
  /** How long it may take before it is killed. */
  graceMs: number;
}

export type StoppableProcess = ProcessIdentity & StopPlan;

/** Ends processes stage by stage; those that do not end within their grace, or within the time for all, are killed. Returns when all are gone. */
export const stopProcesses = async (processes: readonly StoppableProcess[], withinMs = Infinity): Promise<void> => {
  const deadline = performance.now() + withinMs;
  const stages = [...new Set(processes.map(({ stage }) => stage))].sort((a, b) => a - b);
  for (const stage of stages) {
    await stopStage(
      processes.filter((each) => each.stage === stage),
      deadline,
    );
  }
};

const stopStage = async (processes: readonly StoppableProcess[], deadline: number): Promise<void> => {
  const gone = (): boolean => !processes.some(isAlive);
  for (const each of processes) signalProcess(each, each.signal);
  const grace = Math.max(...processes.map(({ graceMs }) => graceMs));
  const withinMs = Math.max(0, Math.min(grace, deadline - performance.now()));
  if (await waitUntil(gone, { withinMs, everyMs: 25 })) return;
  for (const each of processes) signalProcess(each, 'SIGKILL');
  await waitUntil(gone, { withinMs: 2_000, everyMs: 25 });
};
