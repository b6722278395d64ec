import type { Environment } from '../config/environment.ts';
import { keepKey, keepToken } from './secret-files.ts';

/** What the supervisor adds to the environment of the processes it starts. */
export interface ChildEnvironment {
  added: Record<string, string>;
  /** The first admin token. */
  token: string;
  /** The same, if it was made just now and nobody has seen it yet. */
  newToken: string | undefined;
}

/** Completes what the user left out: the own servers, the generated token and key, the sandbox's Odoo. */
export const childEnvironment = (
  environment: Environment,
  servers: { databaseUrl: string; temporalAddress: string },
): ChildEnvironment => {
  const { home, odoo, sandbox } = environment;
  const token = environment.token === undefined ? keepToken(home) : { value: environment.token, isNew: false };
  const key = environment.key ?? keepKey(home).value;
  return {
    added: {
      CONVEYOR_HOME: home,
      DATABASE_URL: servers.databaseUrl,
      TEMPORAL_ADDRESS: servers.temporalAddress,
      CONVEYOR_TOKEN: token.value,
      CONVEYOR_KEY: key,
      CONVEYOR_SANDBOX: sandbox.enabled ? 'on' : 'off',
      CONVEYOR_SANDBOX_PORT: String(sandbox.port),
      ODOO_URL: odoo.url,
      ODOO_DB: odoo.database,
      ODOO_USER: odoo.user,
      ODOO_PASSWORD: odoo.password,
    },
    token: token.value,
    newToken: token.isNew ? token.value : undefined,
  };
};
