import type { IncomingHttpHeaders } from 'node:http';
import type { RpcCall } from './rpc-call.ts';

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
  /** The body in pieces that are made while they are sent, for answers that nobody should hold; `body` is empty then. */
  readonly pieces?: Iterable<string>;
}

/** Errors that must be Odoo's own answer (`reference/odoo.md` §1.4); a lost race only meets `load`. */
export const odooErrorKinds = ['serialization', 'pool', 'operational', 'lost-race', 'follower-twice'] as const;
export type OdooErrorKind = (typeof odooErrorKinds)[number];

/** One outside system played in memory. The server in front of it owns sockets, faults and the call log. */
export interface Simulator {
  handle(request: SimulatorRequest): Promise<SimulatorResponse>;
  close(): Promise<void> | void;
  /** A short name of what is called, for counting: ids in the path are replaced by `*`. */
  routeOf?(request: SimulatorRequest): string;
  /** Whether a path is a page for people: never logged, never hit by a fault. */
  isPage?(path: string): boolean;
  /** Makes the next such call fail with an error of its own. */
  failNext?(kind: OdooErrorKind, call: RpcCall | null): void;
  /** Lets time pass between the start of the next such call's transaction and its work; with `waits: false` it has passed already. */
  delayNext?(ms: number, call: RpcCall | null, waits: boolean): void;
}
