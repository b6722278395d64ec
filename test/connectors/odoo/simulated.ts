import type { ProductValuesQuery } from '../../../src/connectors/odoo/client.ts';
import { adminKey, anOdoo } from '../../sandbox/odoo/an-odoo.ts';
import type { AnOdoo, Major } from '../../sandbox/odoo/an-odoo.ts';
import { connectTo } from './fake-odoo.ts';
import type { Connected } from './fake-odoo.ts';

export interface Simulated extends Connected {
  readonly simulated: AnOdoo;
  readonly warnings: readonly string[];
  /** Calls of the orders' lane that `work` made, as `model/method`. */
  callsOf(work: () => Promise<unknown>): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** A client of a simulated Odoo with its own products. */
export const connectToSimulated = async (
  major: Major,
  options: Parameters<typeof anOdoo>[1] = {},
): Promise<Simulated> => {
  const simulated = await anOdoo(major, options);
  const warnings: string[] = [];
  const connected = await connectTo(simulated.url, {
    database: 'db',
    password: adminKey,
    timeoutMs: 10_000,
    logger: { info: () => undefined, warn: (_, message) => warnings.push(message) },
  });
  return {
    ...connected,
    simulated,
    warnings,
    callsOf: async (work) => {
      const before = connected.exchanges.length;
      await work();
      return connected.exchanges.slice(before).map((one) => one.path);
    },
    close: async () => {
      await connected.odoo.close();
      await simulated.close();
    },
  };
};

export const aQuery = (productIds: readonly number[], over: Partial<ProductValuesQuery> = {}): ProductValuesQuery => ({
  productIds,
  price: 'list_price',
  stock: 'free_qty',
  warehouses: [],
  ...over,
});

/** One more client of the same Odoo, as another process has it. */
export const connectToSimulatedAgain = ({ simulated }: Simulated): Promise<Connected> =>
  connectTo(simulated.url, { database: 'db', password: adminKey, timeoutMs: 10_000 });
