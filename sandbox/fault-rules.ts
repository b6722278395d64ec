import { z } from 'zod';
import { odooErrorKinds } from './simulator.ts';

const milliseconds = z.int().min(0);

/** What a fault does to the call it hits. "Executes" means: the simulator does its work and keeps the result. */
export const faultEffectSchema = z.discriminatedUnion('type', [
  /** Executes, then the socket is destroyed without an answer. */
  z.strictObject({ type: z.literal('drop-answer') }),
  /** The socket is destroyed before anything executes (one port serves all systems, so the connection itself is accepted). */
  z.strictObject({ type: z.literal('refuse-connection') }),
  /** Like `refuse-connection`, with a TCP reset. */
  z.strictObject({ type: z.literal('reset-before') }),
  /** Answers this and executes nothing. */
  z.strictObject({
    type: z.literal('status'),
    status: z.int().min(200).max(599),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.string().default(''),
  }),
  /** No answer for `ms`; then executes and answers, or (`execute: false`) destroys the socket. */
  z.strictObject({ type: z.literal('hang'), ms: milliseconds, execute: z.boolean().default(true) }),
  /** Executes at once and answers after `ms`. */
  z.strictObject({ type: z.literal('late-answer'), ms: milliseconds }),
  /** Executes; the body trickles. */
  z.strictObject({ type: z.literal('slow-body'), bytesPerSecond: z.int().min(1) }),
  /**
   * Executes; half of the body under the Content-Length of the whole, then the socket is destroyed. Or not half: so many bytes, or so many whole
   * pieces of an answer that comes in pieces (orders of a point of sale) and the beginning of the next.
   */
  z.strictObject({
    type: z.literal('cut-body'),
    afterBytes: z.int().min(0).optional(),
    afterPieces: z.int().min(0).optional(),
  }),
  /** Executes; the status of the answer without its body. */
  z.strictObject({ type: z.literal('empty-body') }),
  /** Executes; the status of the answer with a page of HTML. */
  z.strictObject({ type: z.literal('html-body') }),
  /** Executes nothing; streams a JSON array of that many bytes, without a Content-Length. */
  z.strictObject({ type: z.literal('huge-body'), bytes: z.int().min(2) }),
  /**
   * The transaction of the simulated Odoo begins at once and does its work after `ms`: its `write_date` is that much older than its commit. `waits: false`: it
   * began so long before the call, and nobody waits.
   */
  z.strictObject({ type: z.literal('late-commit'), ms: milliseconds, waits: z.boolean().default(true) }),
  /** The simulated Odoo answers with this database error and rolls back. */
  z.strictObject({ type: z.literal('odoo-error'), kind: z.enum(odooErrorKinds) }),
  /** Away for `ms` since the rule was made, or until the rule is deleted. */
  z.strictObject({
    type: z.literal('outage'),
    ms: milliseconds.optional(),
    as: z.enum(['refused', 'unavailable']).default('refused'),
  }),
]);
export type FaultEffect = z.output<typeof faultEffectSchema>;

const regularExpression = z.string().refine((source) => {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
}, 'is not a regular expression');

/** A rule as it is posted. What is left out matches everything. */
export const faultRuleSchema = z.strictObject({
  id: z.string().min(1).optional(),
  /** The first path segment: `cartona`, `odoo`, `odoo17`, … */
  system: z.string().optional(),
  method: z.string().optional(),
  /** Regular expression over the path below the system, query included. */
  path: regularExpression.optional(),
  /** Odoo calls by model and method, over JSON-RPC and JSON-2; `common.version` is model `common`. */
  rpc: z.strictObject({ model: z.string().optional(), method: z.string().optional() }).optional(),
  /** How many calls it hits. Default: 1, and unlimited for an outage. */
  times: z.union([z.int().min(1), z.literal('unlimited')]).optional(),
  /** The first so many matching calls are left alone. */
  skip: z.int().min(0).default(0),
  probability: z.number().min(0).max(1).default(1),
  effect: faultEffectSchema,
});
export type FaultRuleInput = z.input<typeof faultRuleSchema>;
export type FaultRule = z.output<typeof faultRuleSchema>;
