import type { AnOdoo } from '../an-odoo.ts';
import type { Call } from './recordings.ts';

/** Brings about the state in which a call was recorded, and puts this Odoo's ids into the call. */
export type Scenario = (odoo: AnOdoo, call: Call) => Promise<void> | void;

export const idsAre = (call: Call, ...ids: number[]): void => {
  call.args[0] = ids;
};
