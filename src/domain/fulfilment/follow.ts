/** What a round that asked after the open orders of a prep centre came to. */
export interface FollowCounts {
  readonly asked: number;
  /** Of those, with another status than before. */
  readonly changed: number;
  readonly done: number;
  readonly dead: number;
  readonly errors: number;
  readonly unknown: number;
  /** Shipments made of orders that were confirmed earlier (`since`). */
  readonly made: number;
}

export const noneFollowed: FollowCounts = { asked: 0, changed: 0, done: 0, dead: 0, errors: 0, unknown: 0, made: 0 };
