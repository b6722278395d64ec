import type { ShipmentKey } from '../../domain/delivery/delivery.ts';
import type { AtCourier } from '../../domain/delivery/words.ts';
import type { OpenDeliveryStep, ShipmentRow } from '../../store/shipments/rows.ts';
import type { ActivityDependencies, DeliveryConnection } from '../dependencies.ts';

/** What one activity on one shipment works with. */
export interface DeliveryContext {
  readonly deps: ActivityDependencies;
  readonly key: ShipmentKey;
  readonly connection: DeliveryConnection;
  /** The row as it was when the activity began. */
  readonly row: ShipmentRow;
  readonly attention: readonly OpenDeliveryStep[];
}

/** How sentences name it. */
export const atCourier = (connection: DeliveryConnection, row: ShipmentRow, id: string): AtCourier => ({
  courier: connection.name,
  picking: row.number,
  id,
});
