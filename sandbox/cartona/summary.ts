import type { CartonaState } from './state.ts';

export interface CartonaSummary {
  readonly orders: {
    total: number;
    acknowledged: number;
    unacknowledged: number;
    /** Changes that the supplier acknowledged without having pulled them. */
    acknowledgedUnseen: number;
    readonly byStatus: Record<string, number>;
  };
  /** Status writes of the supplier, by the status they named. */
  readonly writes: { readonly accepted: Record<string, number>; readonly refused: Record<string, number> };
  readonly products: number;
}

const count = (counts: Record<string, number>, key: string): void => {
  counts[key] = (counts[key] ?? 0) + 1;
};

/** The figures that tests and benchmarks count with. */
export const summaryOf = (state: CartonaState): CartonaSummary => {
  const summary: CartonaSummary = {
    orders: { total: 0, acknowledged: 0, unacknowledged: 0, acknowledgedUnseen: 0, byStatus: {} },
    writes: { accepted: {}, refused: {} },
    products: state.products.size,
  };
  for (const record of state.orders.values()) {
    summary.orders.total += 1;
    summary.orders[record.acknowledged ? 'acknowledged' : 'unacknowledged'] += 1;
    summary.orders.acknowledgedUnseen += record.acknowledgedUnseen;
    count(summary.orders.byStatus, record.order.status);
    for (const entry of record.history) {
      if (entry.by !== 'supplier' || entry.what !== 'status') continue;
      count(entry.accepted ? summary.writes.accepted : summary.writes.refused, entry.status ?? 'none');
    }
  }
  return summary;
};
