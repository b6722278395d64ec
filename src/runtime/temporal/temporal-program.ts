import type { ChildProgram } from '../child.ts';
import { stopPlans } from '../roles.ts';
import { temporalArguments } from './temporal-server.ts';
import type { TemporalServerOptions } from './temporal-server.ts';

/** The dev server as a program to run. */
export const temporalProgram = (
  command: string,
  options: TemporalServerOptions & { logFile: string },
): ChildProgram => ({
  command,
  args: temporalArguments(options),
  // Only what a program needs: the TEMPORAL_… settings of the user's own CLI must not reach the server.
  env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TZ: 'UTC' },
  cwd: '/',
  logFile: options.logFile,
  stop: stopPlans.temporal,
});
