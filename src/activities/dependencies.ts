import type { Kysely } from 'kysely';
import type { MarketplaceSettings } from '../config/connections/marketplace.ts';
import type { PosSettings } from '../config/connections/pos.ts';
import type { YsellSettings } from '../config/connections/ysell.ts';
import type { Marketplace } from '../connectors/marketplaces/port.ts';
import type { PosSource } from '../connectors/pos/port.ts';
import type { Courier, CourierSettings } from '../connectors/delivery/port.ts';
import type { PrepCentre } from '../connectors/ysell/port.ts';
import type { Odoo } from '../connectors/odoo/client.ts';
import type { ShippedWhen } from '../domain/order-state.ts';
import type { Database } from '../store/schema.ts';

/** A marketplace connection as it is now, ready to be called. */
export interface MarketplaceConnection {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly settings: MarketplaceSettings & { readonly shippedWhen?: ShippedWhen };
  readonly marketplace: Marketplace;
}

/** A point of sale as it is now, ready to be asked. */
export interface PosConnection {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly settings: PosSettings;
  readonly source: PosSource;
}

/** A prep centre as it is now, ready to be called. */
export interface FulfilmentConnection {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly settings: YsellSettings;
  readonly centre: PrepCentre;
}

/** A courier as it is now, ready to be called. */
export interface DeliveryConnection {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly settings: CourierSettings;
  readonly courier: Courier;
}

/** A connection whose open shipments are asked after. */
export type FollowedConnection =
  | { readonly category: 'fulfilment'; readonly connection: FulfilmentConnection }
  | { readonly category: 'delivery'; readonly connection: DeliveryConnection };

/** What activities work with. */
export interface ActivityDependencies {
  readonly db: Kysely<Database>;
  readonly odoo: () => Promise<Odoo>;
  readonly odooUrl: string;
  /** @throws Failure `NotFound` when there is no such connection (any more). */
  readonly marketplaceConnection: (id: string) => Promise<MarketplaceConnection>;
  /** @throws Failure `NotFound` when there is no such connection (any more), `InvalidInput` when it is no point of sale. */
  readonly posConnection: (id: string) => Promise<PosConnection>;
  /** @throws Failure `NotFound` when there is no such connection (any more), `InvalidInput` when it is no prep centre. */
  readonly fulfilmentConnection: (id: string) => Promise<FulfilmentConnection>;
  /** @throws Failure `NotFound` when there is no such connection (any more), `InvalidInput` when it is no courier. */
  readonly deliveryConnection: (id: string) => Promise<DeliveryConnection>;
  /** @throws Failure `NotFound` when there is no such connection (any more), `InvalidInput` when it ships nothing. */
  readonly followedConnection: (id: string) => Promise<FollowedConnection>;
  /** All prep centres that are enabled, paused ones too; one whose settings make no sense is left out. */
  readonly fulfilmentConnections: () => Promise<readonly FulfilmentConnection[]>;
}
