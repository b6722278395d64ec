import { readdirSync, readFileSync } from 'node:fs';
import type { Major } from '../an-odoo.ts';
import { array, object } from '../an-odoo.ts';

const folder = new URL('../../../fixtures/odoo-wire/', import.meta.url);

/** One recorded exchange with a real Odoo. */
export interface Recording {
  readonly kind: string;
  readonly major: Major;
  readonly request: Record<string, unknown>;
  readonly response: Record<string, unknown>;
}

const parseMajor = (text: string | undefined): Major => {
  if (text === '17' || text === '18' || text === '19') return Number(text) as Major;
  throw new TypeError(`no version: ${String(text)}`);
};

/** Every recording. */
export const recordings = (): Recording[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => {
      const { request, response } = object(JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
      const [kind = '', version] = name.split('.');
      return { kind, major: parseMajor(version), request: object(request), response: object(response) };
    });

/** Model, method, arguments and keywords of a recorded `execute_kw`. */
export interface Call {
  readonly model: string;
  readonly method: string;
  args: unknown[];
  readonly kwargs: Record<string, unknown>;
}

export const callOf = (recording: Recording): Call => {
  const params = object(object(recording.request['body'])['params']);
  const [, , , model, method, args, kwargs] = array(params['args']);
  return {
    model: String(model),
    method: String(method),
    args: array(structuredClone(args)),
    kwargs: object(structuredClone(kwargs ?? {})),
  };
};
