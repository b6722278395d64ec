import type { OfferEpoch } from '../../store/offers/epoch.ts';
import type { ActivityDependencies, MarketplaceConnection } from '../dependencies.ts';

/** One attempt to push the offers of a connection. */
export interface OfferContext {
  readonly deps: ActivityDependencies;
  readonly connection: MarketplaceConnection;
  readonly right: OfferEpoch;
  readonly counts: OfferCountsOfRun;
  /** When no more is begun: the process stops, or the attempt has lasted long enough. */
  readonly isOver: () => boolean;
  /** Ends waits when the process stops. */
  readonly stop: AbortSignal;
}

/** What one attempt did; grows while it runs. */
export interface OfferCountsOfRun {
  pushed: number;
  unchanged: number;
  refused: number;
  withheld: number;
  /** Calls to the marketplace. */
  calls: number;
}

/** Thrown where a newer attempt has drawn the right to write. */
export class Overtaken extends Error {
  constructor() {
    super('Another attempt pushes the offers of this connection');
    this.name = 'Overtaken';
  }
}
