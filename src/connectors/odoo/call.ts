import type { Tried } from './failures.ts';
import type { Lane } from './lanes.ts';

/** A method of an Odoo model, called with named parameters so that both protocols can carry it. */
export interface OdooCall extends Tried {
  readonly model: string;
  readonly method: string;
  /** The records it is called on; left out for methods of the model itself. */
  readonly ids?: readonly number[];
  readonly params?: Readonly<Record<string, unknown>>;
  /** Goes before `params`, by position over JSON-RPC: overrides rename it (`values` in `sale.order.write` of 17), its place is the same. */
  readonly first?: { readonly name: string; readonly value: unknown };
  readonly context?: Readonly<Record<string, unknown>>;
  /** Default `orders`. */
  readonly lane?: Lane;
  /** Ids a person may search the exchange log by. */
  readonly externalIds?: readonly string[];
}

/** Times are read and written in UTC whatever the user's time zone; the language is left to the user's own. */
export const contextOf = (call: OdooCall): Readonly<Record<string, unknown>> => ({ tz: 'UTC', ...call.context });

/** All parameters by name. */
export const namedParams = ({ first, params }: OdooCall): Readonly<Record<string, unknown>> => ({
  ...(first === undefined ? {} : { [first.name]: first.value }),
  ...params,
});
