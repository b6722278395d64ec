import { z } from 'zod';
import { contextOf, namedParams } from './call.ts';
import type { OdooCall } from './call.ts';
import type { OdooException } from './failures.ts';

/** Where and as whom calls are made. */
export type SignedIn =
  | { readonly protocol: 'jsonrpc'; readonly database: string; readonly uid: number; readonly password: string }
  | { readonly protocol: 'json2'; readonly database: string; readonly apiKey: string };

export interface EncodedCall {
  /** Relative to the URL of Odoo. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: unknown;
}

export type DecodedAnswer =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'exception'; readonly exception: OdooException }
  /** No answer of Odoo's own making. */
  | { readonly kind: 'foreign' };

/** odoo.md §1.1 and §1.2. */
export const encodeCall = (signedIn: SignedIn, call: OdooCall): EncodedCall => {
  switch (signedIn.protocol) {
    case 'jsonrpc': {
      const positional = [
        ...(call.ids === undefined ? [] : [call.ids]),
        ...(call.first === undefined ? [] : [call.first.value]),
      ];
      const named = { ...call.params, context: contextOf(call) };
      const { database, uid, password } = signedIn;
      return encodeService('object', 'execute_kw', [
        database,
        uid,
        password,
        call.model,
        call.method,
        positional,
        named,
      ]);
    }
    case 'json2':
      return {
        path: `json/2/${call.model}/${call.method}`,
        headers: { Authorization: `bearer ${signedIn.apiKey}`, 'X-Odoo-Database': signedIn.database },
        json: { ...namedParams(call), ...(call.ids === undefined ? {} : { ids: call.ids }), context: contextOf(call) },
      };
  }
};

/** A JSON-RPC call of one of the services `common` and `object`. */
export const encodeService = (service: string, method: string, args: readonly unknown[]): EncodedCall => ({
  path: 'jsonrpc',
  headers: {},
  json: { jsonrpc: '2.0', method: 'call', params: { service, method, args }, id: 1 },
});

const exceptionSchema = z.object({ name: z.string(), message: z.string() });

const jsonRpcSchema = z.object({
  jsonrpc: z.literal('2.0'),
  // A method that returns None answers with neither result nor error.
  result: z.unknown().optional(),
  error: z.object({ message: z.string(), data: exceptionSchema.optional() }).optional(),
});

export const decodeAnswer = (protocol: SignedIn['protocol'], status: number, body: unknown): DecodedAnswer => {
  switch (protocol) {
    case 'jsonrpc': {
      const answer = jsonRpcSchema.safeParse(body);
      if (status !== 200 || !answer.success) return { kind: 'foreign' };
      const { error, result } = answer.data;
      if (error === undefined) return { kind: 'result', result: result ?? null };
      return {
        kind: 'exception',
        exception: error.data ?? { name: 'odoo.exceptions.UserError', message: error.message },
      };
    }
    case 'json2': {
      if (status === 200) return { kind: 'result', result: body };
      const exception = exceptionSchema.safeParse(body);
      return exception.success ? { kind: 'exception', exception: exception.data } : { kind: 'foreign' };
    }
  }
};
