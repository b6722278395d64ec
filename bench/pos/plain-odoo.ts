import PQueue from 'p-queue';
import { z } from 'zod';
import type { BareSetup } from './bare-messages.ts';

/** Odoo over JSON-RPC and nothing else: no log, no retries, as many calls on the wire as the product makes. */
export interface PlainOdoo {
  call(
    model: string,
    method: string,
    args: readonly unknown[],
    kwargs?: Readonly<Record<string, unknown>>,
  ): Promise<unknown>;
  /** Calls made so far. */
  calls(): number;
}

const answerSchema = z.looseObject({ result: z.unknown().optional(), error: z.unknown().optional() });

export const signIn = async ({ odoo }: Pick<BareSetup, 'odoo'>, concurrency: number): Promise<PlainOdoo> => {
  const queue = new PQueue({ concurrency });
  let calls = 0;
  const post = async (service: string, method: string, args: readonly unknown[]): Promise<unknown> => {
    const response = await fetch(`${odoo.url}/jsonrpc`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', method: 'call', params: { service, method, args }, id: 1 }),
    });
    const { result, error } = answerSchema.parse(await response.json());
    if (error !== undefined) throw new Error(`Odoo says no: ${JSON.stringify(error).slice(0, 2_000)}`);
    return result;
  };
  const uid = await post('common', 'authenticate', [odoo.database, odoo.user, odoo.password, {}]);
  return {
    call: (model, method, args, kwargs = {}) => {
      calls += 1;
      return queue.add(() =>
        post('object', 'execute_kw', [odoo.database, uid, odoo.password, model, method, args, kwargs]),
      );
    },
    calls: () => calls,
  };
};
