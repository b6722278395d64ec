import type { Failure } from '../../domain/failure.ts';
import type { PosReading } from '../../domain/pos/pos-order.ts';
import { readJson } from '../read-json.ts';
import { refusalWords } from '../refusal-words.ts';
import type { CutValue } from './cut-value.ts';
import { ordersIn } from './order-shapes.ts';
import { unreadable } from './read-order.ts';

type Read = (raw: unknown) => PosReading;

/** Reads one entry of a list: one that is no JSON, too large or too deep is a problem of its own. */
export const readEntry = ({ text, bytes, fault }: CutValue, read: Read): PosReading => {
  if (fault !== null) return unreadable(text, `An order of ${bytes} bytes ${beginsWith(text)} ${faultWords[fault]}`);
  const json = readJson(text);
  if (json.ok) return read(json.value);
  return unreadable(text, `An entry ${beginsWith(text)} cannot be read: ${json.problem}. Correct it at the source.`);
};

/**
 * Reads an answer that held no list: one order, or nothing.
 *
 * @param broken makes the failure of an answer that is neither
 * @throws Failure
 */
export const readRest = (rest: CutValue, read: Read, broken: (what: string) => Failure): readonly PosReading[] => {
  if (rest.fault !== null) return [readEntry(rest, read)];
  const json = readJson(rest.text);
  if (!json.ok) throw broken(json.problem);
  const orders = ordersIn(json.value);
  if (orders !== null) return orders.map(read);
  const words = refusalWords(rest.text);
  throw broken(`with neither an order nor a list of orders${words === '' ? '' : `: "${words}"`}`);
};

const faultWords = {
  'too-large': 'is larger than the 2 MB that are read of one. Make it smaller at the source.',
  'too-deep': 'has more levels than any order has. Correct it at the source.',
} as const;

const beginsWith = (text: string): string => `(it begins with ${text.slice(0, 60).replaceAll(/\s+/g, ' ')})`;
