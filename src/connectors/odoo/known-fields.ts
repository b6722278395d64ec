import { z } from 'zod';
import { isFailure } from '../../domain/failure.ts';
import { noAccess } from './failures.ts';
import type { Lane } from './lanes.ts';
import type { Rpc } from './rpc.ts';

const keptMs = 10 * 60_000;

const fieldsSchema = z.record(z.string(), z.unknown());

/**
 * Works with those of the wanted fields that the model has for this user: that hangs on the version, and on the modules that are there. They are asked for once and
 * kept for ten minutes; the same are wanted of a model each time. Where Odoo refuses the work and a module has come or gone meanwhile, it is done again.
 */
export type WithKnownFields = <T>(
  model: string,
  wanted: readonly string[],
  work: (there: readonly string[]) => Promise<T>,
) => Promise<T>;

export const createKnownFields = (rpc: Rpc, lane: Lane = 'orders'): WithKnownFields => {
  const known = new Map<string, { readonly fields: readonly string[]; readonly until: number }>();

  const ask = async (model: string, wanted: readonly string[]): Promise<readonly string[]> => {
    const found = await rpc.call(
      {
        model,
        method: 'fields_get',
        params: { allfields: wanted, attributes: ['type'] },
        effect: 'read',
        lane,
        about: `the fields of ${model}`,
      },
      fieldsSchema,
    );
    const fields = wanted.filter((field) => field in found);
    known.set(model, { fields, until: Date.now() + keptMs });
    return fields;
  };

  return async (model, wanted, work) => {
    const kept = known.get(model);
    const there = kept !== undefined && Date.now() < kept.until ? kept.fields : await ask(model, wanted);
    try {
      return await work(there);
    } catch (error) {
      if (!isFailure(error) || error.type !== 'Rejected' || error.data.code === noAccess) throw error;
      const now = await ask(model, wanted);
      if (now.join() === there.join()) throw error;
      return work(now);
    }
  };
};
