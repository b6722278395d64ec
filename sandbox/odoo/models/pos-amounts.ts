import * as f from '../fields.ts';
import type { Major } from '../registry.ts';

/** Until 18 the amounts of POS orders are kept as they are given, from 19 on in the decimals of the currency. */
export const amountField = (major: Major): typeof f.float => (major === 19 ? f.monetary : f.float);
