import type { IncomingHttpHeaders } from 'node:http';

/** One HTTP request as a simulator sees it. */
export interface SimulatorRequest {
  readonly method: string;
  /** Path below the simulator's mount with its query string, for example `/api/v1/order/pull-orders?page=1`. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface SimulatorResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** One outside system played in memory. The server in front of it owns sockets, faults and the call log. */
export interface Simulator {
  handle(request: SimulatorRequest): Promise<SimulatorResponse>;
  close(): Promise<void> | void;
  /** A short name of what is called, for counting: ids in the path are replaced by `*`. */
  routeOf?(request: SimulatorRequest): string;
}

/** Database errors that the simulated Odoo answers to its next call (`reference/odoo.md` §1.4). */
export const odooErrorKinds = ['serialization', 'pool', 'operational', 'lost-race'] as const;
export type OdooErrorKind = (typeof odooErrorKinds)[number];

/** The simulated Odoo, as far as the sandbox needs to know it. */
export interface OdooSimulator extends Simulator {
  failNext(kind: OdooErrorKind): void;
}
