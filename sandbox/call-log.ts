import type { RpcCall } from './rpc-call.ts';

/** One call that reached a simulator's public door. */
export interface LoggedCall {
  readonly system: string;
  readonly method: string;
  readonly path: string;
  readonly rpc: RpcCall | null;
  /** `null`: the socket was destroyed before an answer. */
  status: number | null;
  /** ISO 8601 with milliseconds: when the whole request had arrived. */
  readonly at: string;
  durationMs: number | null;
  /** Whether the simulator did its work. */
  executed: boolean;
  /** The id of the fault that hit it. */
  fault: string | null;
}

export interface SystemCounts {
  total: number;
  inFlight: number;
  /** The most calls that were open at the same time. */
  maxInFlight: number;
  byRoute: Record<string, number>;
  byStatus: Record<string, number>;
}

export interface CallLog {
  begin(call: LoggedCall, route: string): { end(): void };
  counts(): Record<string, SystemCounts>;
  /** Newest last. The ring keeps the last calls only; the counts know all of them. */
  calls(): LoggedCall[];
  clear(): void;
}

export const createCallLog = (capacity: number): CallLog => {
  let ring: LoggedCall[] = [];
  let oldest = 0;
  let systems = new Map<string, SystemCounts>();

  const countsOf = (system: string): SystemCounts => {
    const known = systems.get(system);
    if (known) return known;
    const fresh = { total: 0, inFlight: 0, maxInFlight: 0, byRoute: {}, byStatus: {} };
    systems.set(system, fresh);
    return fresh;
  };

  return {
    begin(call, route) {
      const startedAt = performance.now();
      if (ring.length < capacity) ring.push(call);
      else ring[oldest++ % capacity] = call;
      const counts = countsOf(call.system);
      counts.total += 1;
      counts.inFlight += 1;
      counts.maxInFlight = Math.max(counts.maxInFlight, counts.inFlight);
      counts.byRoute[route] = (counts.byRoute[route] ?? 0) + 1;
      return {
        end: () => {
          call.durationMs = Math.round((performance.now() - startedAt) * 100) / 100;
          counts.inFlight -= 1;
          const status = String(call.status ?? 'none');
          counts.byStatus[status] = (counts.byStatus[status] ?? 0) + 1;
        },
      };
    },
    counts: () => Object.fromEntries(systems),
    calls: () => [...ring.slice(oldest % capacity), ...ring.slice(0, oldest % capacity)],
    clear: () => {
      ring = [];
      oldest = 0;
      systems = new Map();
    },
  };
};
