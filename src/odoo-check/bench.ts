import type { CustomerDraft, Odoo, OdooServer, SaleOrderDraft } from '../connectors/odoo/client.ts';
import { connectOdoo } from '../connectors/odoo/connect.ts';
import type { OdooOptions } from '../connectors/odoo/connect.ts';
import type { Credentials } from '../connectors/odoo/session.ts';
import type { Exchange } from '../domain/exchange.ts';
import type { LossyProxy } from './lossy-proxy.ts';
import type { RawOdoo } from './raw-odoo.ts';
import type { TestRecords } from './test-records.ts';
import { findTill } from './till.ts';
import type { Till } from './till.ts';

/** What a check works with. */
export interface CheckBench {
  readonly credentials: Credentials;
  readonly major: OdooServer['major'];
  /** Told apart from other runs by this: part of every external id and reference of this run. */
  readonly tag: string;
  readonly raw: RawOdoo;
  /** The product's own client. */
  readonly odoo: Odoo;
  /** The same through the lossy proxy, with a timeout of two seconds. */
  readonly lossyOdoo: Odoo;
  readonly proxy: LossyProxy;
  readonly records: TestRecords;
  /** Every exchange of the clients so far. */
  readonly exchanges: readonly Exchange[];
  /** Another client; closed by who makes it. */
  readonly connect: (over: Partial<OdooOptions>) => Promise<Odoo>;
  readonly externalId: (name: string) => string;
  readonly customer: (name: string) => CustomerDraft;
  /** An order of the test customer for ten consumables at 12.50. */
  readonly order: (name: string, over?: Partial<SaleOrderDraft>) => Promise<SaleOrderDraft>;
  /** The till of the checks, active and without orders of other runs; skips where there is no Point of Sale. */
  readonly till: () => Promise<Till>;
  /** A quotation in Odoo; cancelled at the end. */
  readonly quotation: (name: string, over?: Partial<SaleOrderDraft>) => Promise<number>;
}

export interface BenchParts {
  readonly credentials: Credentials;
  readonly timeoutMs?: number | undefined;
  readonly tag: string;
  readonly raw: RawOdoo;
  readonly proxy: LossyProxy;
  readonly records: TestRecords;
}

export const createBench = async (parts: BenchParts): Promise<CheckBench> => {
  const { credentials, tag, raw, proxy, records } = parts;
  const exchanges: Exchange[] = [];
  const quiet = { info: () => undefined, warn: () => undefined };
  const connect = (over: Partial<OdooOptions>): Promise<Odoo> =>
    connectOdoo({
      ...credentials,
      timeoutMs: parts.timeoutMs,
      concurrency: 2,
      log: (exchange) => exchanges.push(exchange),
      logger: quiet,
      ...over,
    });
  const odoo = await connect({});
  const externalId = (name: string): string => `conveyor_check.${tag}_${name}`;
  const order = async (name: string, over: Partial<SaleOrderDraft> = {}): Promise<SaleOrderDraft> => ({
    partnerId: await records.customer(),
    clientOrderRef: `check-${tag}-${name}`,
    origin: `Conveyor check ${name}`,
    note: null,
    lines: [
      {
        productId: await records.product('consumable'),
        quantity: '10',
        unitPrice: '12.5',
        description: 'Conveyor check',
      },
    ],
    taxes: 'odoo',
    companyId: null,
    warehouseId: null,
    teamId: null,
    pricelistId: null,
    userId: null,
    fields: {},
    ...over,
  });
  let till: Promise<Till> | undefined;
  return {
    credentials,
    major: raw.session.server.major,
    tag,
    raw,
    odoo,
    lossyOdoo: await connect({ url: proxy.url, timeoutMs: 2_000 }),
    proxy,
    records,
    exchanges,
    connect,
    externalId,
    customer: (name) => ({
      name: `Conveyor check ${name}`,
      ref: `check-${tag}-${name}`,
      phone: null,
      phone2: null,
      email: null,
      street: null,
      comment: null,
      fields: {},
    }),
    order,
    till: () => (till ??= findTill(raw, records)),
    quotation: async (name, over = {}) => odoo.createSaleOrderOnce(externalId(name), await order(name, over)),
  };
};
