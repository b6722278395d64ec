import { posSettings } from '../../config/connections/pos.ts';
import { isFailure } from '../../domain/failure.ts';
import type { PosEntry } from '../connection-directory.ts';
import type { ApiDeps } from '../deps.ts';
import { Problem } from '../problem.ts';

/**
 * A push may name the configuration in Odoo that it is for: it has to be the connection's own. Where the settings say its name, Odoo is asked once
 * what its id is.
 *
 * @throws Problem 422 when it is another; Failure when Odoo does not answer
 */
export const assertPosConfig = async (
  deps: Pick<ApiDeps, 'findPosConfig'>,
  { connection }: PosEntry,
  given: number | null,
): Promise<void> => {
  if (given === null) return;
  const { posConfig } = posSettings.parse(connection.settings);
  const id = typeof posConfig === 'number' ? posConfig : await idOf(deps, posConfig);
  if (id === given) return;
  throw new Problem(
    'unprocessable-webhook',
    `pos_config_id is ${given}, and the connection ${connection.id} is for ${posConfig}${id === posConfig ? '' : ` (${id})`}: push these orders to the connection of theirs`,
    { errors: [{ path: 'pos_config_id', message: `must be ${id}, or left out` }] },
  );
};

const idOf = async ({ findPosConfig }: Pick<ApiDeps, 'findPosConfig'>, name: string): Promise<number> => {
  try {
    return (await findPosConfig(name)).id;
  } catch (error) {
    if (!isFailure(error) || (error.type !== 'NotFound' && error.type !== 'Rejected')) throw error;
    throw new Problem('unprocessable-webhook', `pos_config_id cannot be compared: ${error.message}`, { cause: error });
  }
};
