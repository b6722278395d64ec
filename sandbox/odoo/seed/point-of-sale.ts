import type { Env } from '../env.ts';
import type { Vals } from '../values.ts';
import { num } from '../values.ts';
import { makeNamed } from './named.ts';

const CHART: readonly (readonly [name: string, code: string, label: string, type: string])[] = [
  ['receivable', '121000', 'Account Receivable', 'asset_receivable'],
  ['pos_receivable', '101300', 'Account Receivable (PoS)', 'asset_receivable'],
  ['outstanding', '101403', 'Outstanding Receipts', 'asset_current'],
  ['tax_received', '251000', 'Tax Received', 'liability_current'],
  ['income', '400000', 'Product Sales', 'income'],
  ['cash_gain', '999001', 'Cash Difference Gain', 'income_other'],
  ['cash_loss', '999002', 'Cash Difference Loss', 'expense'],
];

const JOURNALS: readonly (readonly [code: string, label: string, type: string])[] = [
  ['INV', 'Customer Invoices', 'sale'],
  ['MISC', 'Miscellaneous Operations', 'general'],
  ['BNK1', 'Bank', 'bank'],
  ['CSH1', 'Cash', 'cash'],
  ['POSS', 'Point of Sale', 'general'],
];

/** What the point of sale leans on in every database: a small chart of accounts, journals and the type of its transfers. Once. */
export const seedPointOfSale = (env: Env): void => {
  if (env.lookup('ir.module.module', 'name', 'point_of_sale').length > 0) return;
  for (const [name, code, label, account_type] of CHART)
    makeNamed(env, `account.${name}`, 'account.account', {
      name: label,
      code,
      account_type,
      reconcile: account_type === 'asset_receivable',
    });
  const journals = new Set(env.rows('account.journal', env.search('account.journal', [])).map((row) => row['code']));
  for (const [code, name, type] of JOURNALS)
    if (!journals.has(code)) env.create('account.journal', { code, name, type });
  env.patch('res.company', 1, {
    account_default_pos_receivable_account_id: env.xmlId('account.pos_receivable'),
    ...(env.major > 17 && { account_price_include: 'tax_excluded' }),
    point_of_sale_update_stock_quantities: env.major === 17 ? 'closing' : 'real',
  });
  const warehouse = env.get('stock.warehouse', 1);
  const delivery = env.get('stock.picking.type', num(warehouse, 'out_type_id'));
  const type = env.create('stock.picking.type', {
    name: 'PoS Orders',
    code: 'outgoing',
    sequence_code: 'POS',
    warehouse_id: 1,
    default_location_src_id: num(delivery, 'default_location_src_id'),
    default_location_dest_id: num(delivery, 'default_location_dest_id'),
  });
  env.patch('stock.warehouse', 1, { pos_type_id: type });
  env.create('ir.module.module', {
    name: 'point_of_sale',
    shortdesc: 'Point of Sale',
    state: 'installed',
    latest_version: `${env.major}.0.1.0`,
  });
};

/** Two tills with their ways to pay, a tax of 15 %, a bundle and its parts. Once. */
export const seedTills = (env: Env): void => {
  if (env.search('pos.config', [], { limit: 1 }).length > 0) return;
  const journal = (code: string): number => num(env.lookup('account.journal', 'code', code)[0], 'id');
  const method = (vals: Vals): number => env.create('pos.payment.method', vals);
  const shopCash = method({ name: 'Cash', journal_id: journal('CSH1') });
  const card = method({ name: 'Card', journal_id: journal('BNK1') });
  const account = method({ name: 'Customer Account', split_transactions: true });
  const drawer = env.create('account.journal', { code: 'CSH2', name: 'Cash Kiosk', type: 'cash' });
  const kioskCash = method({ name: 'Cash Kiosk', journal_id: drawer });
  env.create('pos.config', { name: 'Shop', payment_method_ids: [[6, 0, [shopCash, card, account]]] });
  env.create('pos.config', { name: 'Kiosk', payment_method_ids: [[6, 0, [kioskCash, card]]] });
  const tax = env.create('account.tax', { name: '15%', amount: 15 });
  const goods = (code: string, name: string, price: number, taxes: readonly number[]): void => {
    const kind = env.major === 17 ? { type: 'product' } : { type: 'consu', is_storable: true };
    const available = { available_in_pos: true, taxes_id: [[6, 0, taxes]] };
    env.create('product.template', { name, default_code: code, list_price: price, ...kind, ...available });
  };
  goods('MUG', 'Tea mug', 40, [tax]);
  goods('SPOON', 'Tea spoon', 12.5, [tax]);
  goods('BREAD', 'Pita bread, 5 pieces', 10, []);
  const bundle = { name: 'Breakfast bundle', default_code: 'BREAKFAST', list_price: 60, available_in_pos: true };
  env.create('product.template', { ...bundle, taxes_id: [[6, 0, [tax]]] });
  env.create('product.template', {
    name: 'Gift wrapping (web shop only)',
    default_code: 'GIFT-WRAP',
    list_price: 15,
    type: 'service',
  });
  for (const code of SOLD_AT_TILLS)
    for (const template of env.table('product.template').lookup('default_code', code))
      env.patch('product.template', template, { available_in_pos: true });
};

const SOLD_AT_TILLS = [
  'TEA-100',
  'SUG-1K',
  'RICE-5K',
  'OIL-1L',
  'PASTA-400',
  'TOM-300',
  'TUNA-185',
  'MILK-1L',
  'COFF-200',
  'SOAP-4',
  'DET-4K',
  'OLIVE-LOT',
];
