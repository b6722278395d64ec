import { writePrivateFile } from './atomic-file.ts';
import { childEnvironment } from './child-environment.ts';
import { homePaths } from './home.ts';
import type { ApiAccess } from './minute-lines.ts';
import { startOwnPostgres, startOwnTemporal } from './own-servers.ts';
import { productProcess } from './product-processes.ts';
import type { ProductRole } from './product-processes.ts';
import { keepKey } from './secret-files.ts';
import type { Run } from './supervise-until-stopped.ts';
import type { Supervisor } from './supervisor.ts';

/** What is worth knowing about a start that is through. */
export interface Started {
  api: ApiAccess;
  /** The generated admin token, the first time. */
  newToken: string | undefined;
}

/** Servers and sandbox side by side, then worker and API. Returns when all are ready; undefined when a stop came between. */
export const startEverything = async (run: Run, supervisor: Supervisor): Promise<Started | undefined> => {
  const { environment, commands, variables, say } = run;
  const { home, sandbox } = environment;
  say(`Starting Conveyor on ${home}`);
  const start = (role: ProductRole, env: Record<string, string>): Promise<void> =>
    supervisor.start(productProcess(role, environment, commands, env));

  // Its Cartona proves its webhooks by the key.
  const key = environment.key ?? keepKey(home).value;
  const forSandbox = { CONVEYOR_HOME: home, CONVEYOR_SANDBOX_PORT: String(sandbox.port), CONVEYOR_KEY: key };
  const [databaseUrl, temporalAddress] = await Promise.all([
    environment.databaseUrl ?? startOwnPostgres(environment, supervisor),
    environment.temporal?.connectionOptions.address ?? startOwnTemporal(environment, supervisor, say),
    sandbox.enabled ? start('sandbox', { ...variables, ...forSandbox }) : undefined,
  ]);
  if (supervisor.isStopping()) return undefined;

  const { added, token, newToken } = childEnvironment(environment, { databaseUrl, temporalAddress });
  writePrivateFile(homePaths(home).childEnvironment, `${JSON.stringify(added)}\n`);
  const env = { ...variables, ...added };
  await Promise.all([start('api', env), start('worker', env)]);
  if (supervisor.isStopping()) return undefined;
  return { api: { url: environment.localUrl, token }, newToken };
};
