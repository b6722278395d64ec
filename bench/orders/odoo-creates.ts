import { connectOdoo } from '../../src/connectors/odoo/connect.ts';
import type { OdooOptions } from '../../src/connectors/odoo/connect.ts';
import type { Credentials } from '../../src/connectors/odoo/session.ts';
import { openRawOdoo } from '../../src/odoo-check/raw-odoo.ts';
import { createTestRecords } from '../../src/odoo-check/test-records.ts';
import { adminKey, anOdoo } from '../../test/sandbox/odoo/an-odoo.ts';
import type { Figure } from '../benchmark.ts';
import { odooLatency } from './odoo-latency.ts';

/** Calls on the wire at once, the product's own default. */
const concurrency = 2;
const timeoutMs = 180_000;
const nothing = (): void => undefined;

/** Sale orders created at once, travelling together, beside the same ones sent one a call. */
export const measureOdooCreates = async (size: number, say: (line: string) => void): Promise<readonly Figure[]> => {
  say(`${size} sale orders into an Odoo that takes its time`);
  const slow = await anOdoo(18, { latency: odooLatency });
  try {
    const credentials = { url: slow.url, database: 'db', user: 'admin', password: adminKey };
    const simulated = await compareCreates(credentials, size, 'simulated Odoo 18 with the measured time of a call');
    return [...simulated, ...(await ofRealOdoo(size, say))];
  } finally {
    await slow.close();
  }
};

/** With the Odoo of the environment, if one is named: it keeps cancelled orders marked as test records. */
const ofRealOdoo = async (size: number, say: (line: string) => void): Promise<readonly Figure[]> => {
  const { ODOO_URL: url, ODOO_DB: database, ODOO_USER: user, ODOO_PASSWORD: password } = process.env;
  if (url === undefined || database === undefined || user === undefined || password === undefined) return [];
  say(`${size} sale orders into ${url}`);
  return compareCreates({ url, database, user, password }, size, `the Odoo at ${url}`);
};

const compareCreates = async (credentials: Credentials, size: number, where: string): Promise<readonly Figure[]> => {
  const raw = await openRawOdoo(credentials, timeoutMs);
  const records = createTestRecords(raw);
  const tag = Date.now().toString(36);
  try {
    const made = { partnerId: await records.customer(), productId: await records.product('consumable'), tag };
    // First alone: what a database grows by in a run is nothing to it, but a cold start is.
    const single = await createsPerSecond(credentials, size, { ...made, name: 'single' }, { windowMs: 0, batch: 1 });
    const together = await createsPerSecond(credentials, size, { ...made, name: 'together' });
    return [
      { name: 'Odoo creates/s, one a call', value: single, unit: '/s', note: where },
      { name: 'Odoo creates/s, travelling together', value: together, unit: '/s', note: where },
      {
        name: 'ratio of creates',
        value: together / single,
        unit: '',
        goal: { atLeast: 2 },
        note: `${size} orders, ${where}`,
      },
    ];
  } finally {
    await records.putAway(tag);
  }
};

const createsPerSecond = async (
  credentials: Credentials,
  size: number,
  records: { partnerId: number; productId: number; tag: string; name: string },
  grouping?: OdooOptions['grouping'],
): Promise<number> => {
  const odoo = await connectOdoo({
    ...credentials,
    timeoutMs,
    concurrency,
    log: nothing,
    logger: { info: nothing, warn: nothing },
    ...(grouping === undefined ? {} : { grouping }),
  });
  const create = (index: number): Promise<number> => {
    const name = `${records.tag}-${records.name}-${index}`;
    const line = { productId: records.productId, quantity: '2', unitPrice: '12.5', description: 'Conveyor bench' };
    return odoo.createSaleOrderOnce(`conveyor_check.${name}`, {
      partnerId: records.partnerId,
      clientOrderRef: `check-${name}`,
      origin: 'Conveyor bench',
      note: null,
      lines: [line, line, line],
      taxes: 'odoo',
      companyId: null,
      warehouseId: null,
      teamId: null,
      pricelistId: null,
      userId: null,
      fields: {},
    });
  };
  try {
    await create(-1);
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: size }, (_, index) => create(index)));
    return (size * 1_000) / (performance.now() - startedAt);
  } finally {
    await odoo.close();
  }
};
