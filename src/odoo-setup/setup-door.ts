import { z } from 'zod';
import { createRpc } from '../connectors/odoo/rpc.ts';
import type { Credentials } from '../connectors/odoo/session.ts';
import { recordIds } from '../connectors/odoo/values.ts';

/** The plain calls that a set-up makes, one after the other. Throws `Failure`. */
export interface SetupDoor {
  searchRead<T>(row: z.ZodType<T>, model: string, domain: readonly unknown[], fields: readonly string[]): Promise<T[]>;
  hasField(model: string, name: string): Promise<boolean>;
  create(model: string, values: Readonly<Record<string, unknown>>): Promise<void>;
  write(model: string, id: number, values: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Nothing of it goes into the exchange log: that is for the processes. */
const exchanges = { write: () => undefined, flush: () => undefined };
const logger = { info: () => undefined, warn: () => undefined };

export const openSetupDoor = (credentials: Credentials, timeoutMs?: number): SetupDoor => {
  const rpc = createRpc({ credentials, timeoutMs, logger, exchanges });
  return {
    searchRead: (row, model, domain, fields) =>
      rpc.call(
        {
          model,
          method: 'search_read',
          params: { domain, fields, load: '' },
          effect: 'read',
          about: `the search in ${model}`,
        },
        z.array(row),
      ),
    hasField: async (model, name) => {
      const params = { allfields: [name], attributes: ['type'] };
      const found = await rpc.call(
        { model, method: 'fields_get', params, effect: 'read', about: `the fields of ${model}` },
        z.record(z.string(), z.unknown()),
      );
      return Object.hasOwn(found, name);
    },
    create: async (model, values) => {
      const first = { name: 'vals_list', value: [values] };
      await rpc.call({ model, method: 'create', first, effect: 'write', about: `a new record of ${model}` }, recordIds);
    },
    write: async (model, id, values) => {
      const about = `record ${id} of ${model}`;
      const first = { name: 'vals', value: values };
      await rpc.call({ model, method: 'write', ids: [id], first, effect: 'write', about }, z.unknown());
    },
  };
};
