import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { ClientConnectConfig } from '@temporalio/envconfig';
import { EnvironmentError } from './environment-error.ts';

/** How Temporal is reached. `connectionOptions` suits `Connection.connect` and `NativeConnection.connect` alike. */
export interface TemporalConnection {
  connectionOptions: ClientConnectConfig['connectionOptions'] & { address: string };
  namespace: string;
}

/**
 * Reads the `TEMPORAL_*` variables with Temporal's own library. A profile file is read only where `TEMPORAL_PROFILE` or `TEMPORAL_CONFIG_FILE`
 * asks for one: the file that the `temporal` CLI of the same user happens to have must not steer a service.
 *
 * @returns undefined when neither a variable nor a profile names an address
 * @throws EnvironmentError when the profile or a certificate cannot be read
 */
export const readTemporalConnection = (variables: Record<string, string>): TemporalConnection | undefined => {
  const profileWanted = variables['TEMPORAL_PROFILE'] !== undefined || variables['TEMPORAL_CONFIG_FILE'] !== undefined;
  try {
    const { connectionOptions, namespace } = loadClientConnectConfig({
      overrideEnvVars: variables,
      disableFile: !profileWanted,
    });
    const { address } = connectionOptions;
    if (address === undefined) return undefined;
    return { connectionOptions: { ...connectionOptions, address }, namespace: namespace ?? 'default' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EnvironmentError([
      `TEMPORAL_*: found settings that cannot be used (${reason}), wanted those of the temporal CLI`,
    ]);
  }
};
