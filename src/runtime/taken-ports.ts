import type { Environment } from '../config/environment.ts';
import { isPortFree } from './ports.ts';
import { StartError } from './start-error.ts';

/** The ports a start with this environment listens on, and what they are for. */
const wantedPorts = (environment: Environment) => [
  { port: environment.port, host: environment.host, what: 'the API', variable: 'CONVEYOR_PORT' },
  ...(environment.sandbox.enabled
    ? [{ port: environment.sandbox.port, host: '127.0.0.1', what: 'the sandbox', variable: 'CONVEYOR_SANDBOX_PORT' }]
    : []),
  ...(environment.temporal === undefined
    ? [
        { port: environment.temporalServer.port, host: '127.0.0.1', what: 'Temporal', variable: 'TEMPORAL_PORT' },
        {
          port: environment.temporalServer.uiPort,
          host: '127.0.0.1',
          what: "Temporal's Web UI",
          variable: 'TEMPORAL_UI_PORT',
        },
      ]
    : []),
];

/**
 * Looks before anything is started.
 *
 * @throws StartError with one line for each port that another program has, or that is wanted twice
 */
export const refuseTakenPorts = async (environment: Environment): Promise<void> => {
  const problems: string[] = [];
  const seen = new Map<number, string>();
  for (const { port, host, what, variable } of wantedPorts(environment)) {
    const other = seen.get(port);
    if (other !== undefined) {
      problems.push(`Port ${port} is wanted for ${what} and for ${other}: set ${variable} to another one`);
    } else if (!(await isPortFree(port, host))) {
      problems.push(
        `Port ${port}, wanted for ${what}, is taken by another program: set ${variable} to a free one, or stop that program`,
      );
    }
    seen.set(port, what);
  }
  if (problems.length > 0) throw new StartError(problems.join('\n'));
};
