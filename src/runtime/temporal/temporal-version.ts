import { runCommand } from '../command.ts';

/** Poller autoscaling and what else the workers use need this server or a newer one. */
export const leastServerVersion = '1.28.0';

/** The server inside a `temporal` command, such as `1.31.2`; undefined when it is no such command. The CLI's own version says nothing: a self-built one has none. */
export const readServerVersion = async (command: string): Promise<string | undefined> => {
  try {
    const { output } = await runCommand(command, ['--version']);
    return parseServerVersion(output);
  } catch {
    return undefined;
  }
};

/** Reads `temporal version 1.8.2 (Server 1.31.2, UI 2.50.1)`. */
export const parseServerVersion = (line: string): string | undefined => /Server (\d+\.\d+\.\d+)/.exec(line)?.[1];

export const isNewEnough = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = leastServerVersion.split('.').map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
};
