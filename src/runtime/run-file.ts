import { readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { writePrivateFile } from './atomic-file.ts';
import { homePaths } from './home.ts';
import { isAlive } from './process-identity.ts';

const runningProcess = z.object({
  pid: z.number().int(),
  /** The port it listens on, if it does. */
  port: z.number().int().nullable(),
  startedAt: z.string(),
});

const runFile = z.object({
  supervisor: runningProcess,
  guard: runningProcess.optional(),
  postgres: runningProcess.optional(),
  temporal: runningProcess.optional(),
  sandbox: runningProcess.optional(),
  worker: runningProcess.optional(),
  api: runningProcess.optional(),
  urls: z.record(z.string(), z.string()),
});

/** One process of a run: its id, its port and when it began. */
export type RunningProcess = z.infer<typeof runningProcess>;

/** `run.json`: what a `start` runs, by role. */
export type RunFile = z.infer<typeof runFile>;

const childEnvironment = z.record(z.string(), z.string());

export const writeRunFile = (home: string, run: RunFile): void =>
  writePrivateFile(homePaths(home).run, `${JSON.stringify(run, null, 2)}\n`);

export const removeRunFile = (home: string): void => rmSync(homePaths(home).run, { force: true });

/** What the last `start` wrote; undefined when it stopped in order, or never ran. */
export const readRunFile = (home: string): RunFile | undefined => parseFile(homePaths(home).run, runFile);

/** The run of this home whose supervisor is alive. */
export const readLivingRun = (home: string): RunFile | undefined => {
  const run = readRunFile(home);
  return run !== undefined && isAlive(run.supervisor) ? run : undefined;
};

/** The variables a living start gives its children: whoever joins it (a second worker, say) takes them too. */
export const readChildEnvironment = (home: string): Record<string, string> =>
  parseFile(homePaths(home).childEnvironment, childEnvironment) ?? {};

const parseFile = <Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema> | undefined => {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return schema.parse(JSON.parse(content));
  } catch (error) {
    throw new Error(`${path} is not as it was written; remove it when nothing of Conveyor runs here`, { cause: error });
  }
};
