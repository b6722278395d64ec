import type { AtCentre } from '../../domain/fulfilment/words.ts';
import type { FulfilmentKey, FulfilmentRow, OpenFulfilmentStep } from '../../store/fulfilments/rows.ts';
import type { ActivityDependencies, FulfilmentConnection } from '../dependencies.ts';

/** What one activity on one shipment works with. */
export interface FulfilmentContext {
  readonly deps: ActivityDependencies;
  readonly key: FulfilmentKey;
  readonly connection: FulfilmentConnection;
  /** The row as it was when the activity began. */
  readonly row: FulfilmentRow;
  readonly attention: readonly OpenFulfilmentStep[];
}

/** How sentences name it. */
export const atCentre = (connection: FulfilmentConnection, row: FulfilmentRow, id: string): AtCentre => ({
  centre: connection.name,
  number: row.number,
  id,
});
