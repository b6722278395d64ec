import { z } from 'zod';
import type { Simulator } from './simulator.ts';

/** Calls Odoo as any other program would: JSON-RPC through the public door, past faults and call log. */
export interface OdooClient {
  call(
    model: string,
    method: string,
    args: readonly unknown[],
    kwargs?: Readonly<Record<string, unknown>>,
  ): Promise<unknown>;
}

export interface OdooLogin {
  readonly database: string;
  readonly login: string;
  readonly password: string;
}

const answerSchema = z.looseObject({
  result: z.unknown().optional(),
  error: z.looseObject({ data: z.looseObject({ name: z.string(), message: z.string() }) }).optional(),
});

/** Odoo's own refusal, by the name of its exception. */
export class OdooCallError extends Error {
  readonly exception: string;

  constructor(exception: string, message: string) {
    super(`${exception}: ${message}`);
    this.name = 'OdooCallError';
    this.exception = exception;
  }
}

export const createOdooClient = (
  simulator: Pick<Simulator, 'handle'>,
  { database, login, password }: OdooLogin,
): OdooClient => {
  const post = async (service: string, method: string, args: readonly unknown[]): Promise<unknown> => {
    const { body } = await simulator.handle({
      method: 'POST',
      path: '/jsonrpc',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify({ jsonrpc: '2.0', method: 'call', params: { service, method, args }, id: 1 })),
    });
    const { result, error } = answerSchema.parse(JSON.parse(body.toString()));
    if (error) throw new OdooCallError(error.data.name, error.data.message);
    return result;
  };
  let uid: Promise<unknown> | null = null;
  return {
    call: async (model, method, args, kwargs = {}) => {
      uid ??= post('common', 'authenticate', [database, login, password, {}]);
      return post('object', 'execute_kw', [database, await uid, password, model, method, args, kwargs]);
    },
  };
};
