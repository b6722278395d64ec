import { z } from 'zod';
import { Failure } from '../../../domain/failure.ts';
import type { PosConfig } from '../../../domain/pos/odoo-pos.ts';
import { decimalOf } from '../decimals.ts';
import type { Operations } from '../groups.ts';
import { id, reference } from '../values.ts';
import { readFiscalPosition } from './fiscal-position.ts';
import { readPaymentMethods } from './payment-methods.ts';
import { readTaxes } from './taxes.ts';

const keptMs = 5_000;

const configRow = z.object({
  id,
  name: z.string(),
  company_id: id,
  currency_id: id,
  payment_method_ids: z.array(id),
  default_fiscal_position_id: reference,
  cash_rounding: z.boolean(),
  only_round_cash_method: z.boolean(),
});
type ConfigRow = z.infer<typeof configRow>;

const companyRow = z.object({ id, tax_calculation_rounding_method: z.enum(['round_per_line', 'round_globally']) });
const currencyRow = z.object({ id, name: z.string(), rounding: z.number().positive() });
const roundingRow = z.object({ rounding_method: z.union([id, z.literal(false)]) });
const stepRow = z.object({ rounding: z.number().positive() });
const digitsAnswer = z.object({ qty: z.object({ digits: z.unknown().optional() }) });
const digitsPair = z.tuple([z.number(), z.int().nonnegative()]);

/** Configurations of the point of sale with all that orders are made by; kept for seconds. */
export const createReadPosConfig = (operations: Operations): ((nameOrId: string | number) => Promise<PosConfig>) => {
  const kept = new Map<string | number, { readonly until: number; readonly config: Promise<PosConfig> }>();
  return (nameOrId) => {
    const known = kept.get(nameOrId);
    if (known !== undefined && known.until > Date.now()) return known.config;
    const config = operations.lanes.run('orders', () => readConfig(operations, nameOrId));
    const entry = { until: Date.now() + keptMs, config };
    kept.set(nameOrId, entry);
    config.catch(() => {
      if (kept.get(nameOrId) === entry) kept.delete(nameOrId);
    });
    return config;
  };
};

const readConfig = async ({ rpc }: Operations, nameOrId: string | number): Promise<PosConfig> => {
  const { server } = await rpc.session();
  const row = await findConfig({ rpc }, nameOrId);
  const about = `the point of sale ${row.name}`;
  const read = <T>(model: string, ids: readonly number[], schema: z.ZodObject & z.ZodType<T>): Promise<readonly T[]> =>
    rpc.call(
      {
        model,
        method: 'read',
        ids,
        params: { fields: Object.keys(schema.shape).filter((field) => field !== 'id'), load: '' },
        effect: 'read',
        about,
      },
      z.array(schema),
    );

  const [company] = await read('res.company', [row.company_id], companyRow);
  const [currency] = await read('res.currency', [row.currency_id], currencyRow);
  if (company === undefined || currency === undefined) {
    throw new Failure('BadResponse', `Odoo says nothing of the company or the currency of ${about}`);
  }
  const taxes = await readTaxes(rpc, row.company_id);
  return {
    id: row.id,
    name: row.name,
    companyId: row.company_id,
    currency: { name: currency.name, rounding: decimalOf(currency.rounding) },
    taxRounding: company.tax_calculation_rounding_method === 'round_globally' ? 'globally' : 'per-line',
    major: server.major,
    quantityDigits: await readQuantityDigits({ rpc }),
    cashRounding: row.cash_rounding ? await readCashRounding({ rpc }, row) : null,
    methods: await readPaymentMethods(rpc, row.payment_method_ids),
    taxes,
    fiscalPosition:
      row.default_fiscal_position_id === null
        ? null
        : await readFiscalPosition(rpc, server.major, row.default_fiscal_position_id, [...taxes.keys()]),
  };
};

const findConfig = async ({ rpc }: Pick<Operations, 'rpc'>, nameOrId: string | number): Promise<ConfigRow> => {
  const rows = await rpc.call(
    {
      model: 'pos.config',
      method: 'search_read',
      params: {
        domain: [[typeof nameOrId === 'number' ? 'id' : 'name', '=', nameOrId]],
        fields: Object.keys(configRow.shape).filter((field) => field !== 'id'),
        order: 'id asc',
        load: '',
      },
      effect: 'read',
      about: `the point of sale ${nameOrId}`,
    },
    z.array(configRow),
  );
  const [row] = rows;
  if (row === undefined) {
    throw new Failure(
      'NotFound',
      `Odoo has no point of sale ${JSON.stringify(nameOrId)}: set posConfig to the name or the id of one`,
    );
  }
  if (rows.length > 1) {
    throw new Failure(
      'Rejected',
      `Odoo has ${rows.length} points of sale called ${JSON.stringify(nameOrId)}: set posConfig to the id of one (${rows.map((one) => one.id).join(', ')})`,
    );
  }
  return row;
};

const readQuantityDigits = async ({ rpc }: Pick<Operations, 'rpc'>): Promise<number | null> => {
  const answer = await rpc.call(
    {
      model: 'pos.order.line',
      method: 'fields_get',
      params: { allfields: ['qty'], attributes: ['digits'] },
      effect: 'read',
      about: 'the digits of quantities',
    },
    digitsAnswer,
  );
  const digits = digitsPair.safeParse(answer.qty.digits);
  return digits.success ? digits.data[1] : null;
};

const readCashRounding = async (
  { rpc }: Pick<Operations, 'rpc'>,
  config: ConfigRow,
): Promise<PosConfig['cashRounding']> => {
  const about = `the cash rounding of the point of sale ${config.name}`;
  const call = { method: 'read', effect: 'read', about } as const;
  const [row] = await rpc.call(
    { ...call, model: 'pos.config', ids: [config.id], params: { fields: ['rounding_method'], load: '' } },
    z.array(roundingRow),
  );
  if (row === undefined || row.rounding_method === false) return null;
  const [method] = await rpc.call(
    { ...call, model: 'account.cash.rounding', ids: [row.rounding_method], params: { fields: ['rounding'], load: '' } },
    z.array(stepRow),
  );
  return method === undefined ? null : { step: decimalOf(method.rounding), onlyCash: config.only_round_cash_method };
};
