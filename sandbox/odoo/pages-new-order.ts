import { performCall } from './calls.ts';
import type { Env } from './env.ts';
import { userError } from './errors.ts';
import type { OdooRequest } from './http.ts';
import type { Server } from './jsonrpc.ts';
import { bindPositional, findMethod } from './methods.ts';
import { nameOf } from './page-parts.ts';

const TEXTS = [
  ['name', 'Customer'],
  ['phone', 'Phone'],
  ['street', 'Street'],
  ['city', 'City'],
] as const;

/** Sells a product to a new customer: the least a person needs to see an order go its way. */
export const newOrderForm = (env: Env, base: string): string => {
  const select = (name: string, model: string, ids: readonly number[]): string =>
    `<select name="${name}">${ids.map((id) => `<option value="${id}">${nameOf(env, model, id)}</option>`).join('')}</select>`;
  const products = env.search('product.product', [['sale_ok', '=', true]], { order: 'id' });
  const teams = env.search('crm.team', [], { order: 'id' });
  const inputs = TEXTS.map(([name, label]) => `<input name="${name}" placeholder="${label}"> `).join('');
  return `<form method="post" action="${base}/web/orders/new">${inputs}${select('product', 'product.product', products)} <input name="quantity" value="1" size="4"> ${select('team', 'crm.team', teams)} <button>New quotation</button></form>`;
};

/** As the administrator. */
export const createOrder = async (server: Server, request: OdooRequest): Promise<void> => {
  const form = new URLSearchParams(request.body.toString());
  const [product, quantity] = [Number(form.get('product')), Number(form.get('quantity'))];
  if (!Number.isInteger(product) || !(quantity > 0)) throw userError('Choose a product and how many of it.');
  const create = async (modelName: string, vals: object): Promise<number> => {
    const { model, method } = findMethod(server.engine.registry, modelName, 'create', 'jsonrpc');
    return Number(
      await performCall(server.engine, server.faults, 2, {}, bindPositional(model, 'create', method, [vals], {})),
    );
  };
  const [egypt] = server.engine.look().search('res.country', [['code', '=', 'EG']]);
  const partner = await create('res.partner', {
    ...Object.fromEntries(TEXTS.map(([name]) => [name, form.get(name) || false])),
    name: form.get('name') || 'Walk-in customer',
    country_id: egypt ?? false,
  });
  const line = { product_id: product, product_uom_qty: quantity };
  const team = Number(form.get('team'));
  await create('sale.order', {
    partner_id: partner,
    ...(team > 0 ? { team_id: team } : {}),
    order_line: [[0, 0, line]],
  });
};
