import { setTimeout as pause } from 'node:timers/promises';
import type { Environment } from '../config/environment.ts';
import { homePaths } from './home.ts';
import { trimLogs } from './log-files.ts';
import type { Supervisor } from './supervisor.ts';

/** How the API is reached. */
export interface ApiAccess {
  url: string;
  token: string;
}

const minuteMs = 60_000;

/** Prints a line a minute about what happened, until the stop begins. */
export const tellEachMinute = async (
  { environment, summarise, say }: MinuteLines,
  supervisor: Supervisor,
  api: ApiAccess,
): Promise<void> => {
  while (await pause(minuteMs, true, { signal: supervisor.stopping, ref: false }).catch(() => false)) {
    trimLogs(homePaths(environment.home).logs);
    const time = new Date().toTimeString().slice(0, 5);
    const summary = summarise === undefined ? undefined : await summarise(api).catch(reasonForNone);
    say(`${time}  ${summary ?? runningRoles(supervisor)}`);
  }
};

/** What the lines are made from. */
interface MinuteLines {
  environment: Environment;
  summarise: ((api: ApiAccess) => Promise<string>) | undefined;
  say: (line: string) => void;
}

const reasonForNone = (error: unknown): string =>
  `no summary from the API: ${error instanceof Error ? error.message : String(error)}`;

const runningRoles = ({ children, restarts }: Supervisor): string =>
  `running: ${children.map(({ role }) => role).join(', ')}${restarts === 0 ? '' : `; started again ${restarts} times so far`}`;
