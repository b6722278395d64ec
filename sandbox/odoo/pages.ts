import { performCall } from './calls.ts';
import type { Env } from './env.ts';
import { asOdooError } from './errors.ts';
import type { OdooRequest, OdooResponse } from './http.ts';
import { respond } from './http.ts';
import type { Server } from './jsonrpc.ts';
import { bindPositional, findMethod } from './methods.ts';
import type { Page } from './page-parts.ts';
import { button, cells, latest, money, nameOf, pickingLink, SHOWN, table } from './page-parts.ts';
import { createOrder, newOrderForm } from './pages-new-order.ts';
import { closeSession, posOrderPage, posPage } from './pages-pos.ts';
import { escapeHtml } from './models/mail.ts';
import type { Row } from './values.ts';
import { num, text } from './values.ts';

const STYLE =
  'body{font:15px/1.5 system-ui;margin:2rem auto;max-width:70rem;padding:0 1rem}table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ddd;padding:.3rem .6rem;text-align:left}form{display:inline}nav a{margin-right:1rem}.refused{background:#fee;padding:.6rem}';

/** A look at the data for people, and buttons to play the salesperson; `undefined` if the path is none of its pages. */
export const handlePage = async (
  server: Server,
  publicUrl: string,
  request: OdooRequest,
  path: string,
): Promise<OdooResponse | undefined> => {
  const now = server.engine.clock.date();
  const base = new URL(publicUrl).pathname.replace(/\/$/, '');
  if (request.method === 'POST') {
    const session = /^\/web\/pos\/sessions\/(\d+)\/close$/.exec(path);
    if (session)
      return pressed(now, base, server.engine.major, '/web/pos', () => closeSession(server, Number(session[1])));
    if (path === '/web/orders/new')
      return pressed(now, base, server.engine.major, '/web/orders', () => createOrder(server, request));
    const step = /^\/web\/(orders|pickings)\/(\d+)\/(confirm|cancel|validate)$/.exec(path);
    return step ? press(server, base, step[1] ?? '', Number(step[2]), step[3] ?? '') : undefined;
  }
  const client = /^\/odoo\/(?:sales|action-sale\.action_orders)\/(\d+)$/.exec(path);
  if (client && server.engine.major > 17) return redirect(now, `${base}/web/orders/${client[1] ?? ''}`);
  const pos = /^\/odoo\/action-point_of_sale\.action_pos_pos_form\/(\d+)$/.exec(path);
  if (pos && server.engine.major > 17) return redirect(now, `${base}/web/pos/${pos[1] ?? ''}`);
  const query = new URL(request.path, 'http://odoo.invalid').searchParams;
  const page = show(server.engine.look(), base, path, query);
  return page && respond(now, page.status ?? 200, 'text/html', layout(base, server.engine.major, page));
};

const redirect = (now: Date, location: string): OdooResponse =>
  respond(now, 303, 'text/html', '', { Location: location });

const layout = (base: string, major: number, page: Page): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(page.title)}</title><style>${STYLE}</style>` +
  `<nav><strong>Odoo ${major} (sandbox)</strong> <a href="${base}/web/orders">Orders</a><a href="${base}/web/pos">Point of Sale</a><a href="${base}/web/pickings">Transfers</a><a href="${base}/web/partners">Contacts</a><a href="${base}/web/products">Products</a></nav>` +
  `<h1>${escapeHtml(page.title)}</h1>${page.body}</html>`;

/** The links of a real Odoo 17 carry the record in the fragment, which only a script can see. */
const FOLLOW_FRAGMENT = (base: string): string =>
  `<script>const at=new URLSearchParams(location.hash.slice(1));const kind={'sale.order':'orders','stock.picking':'pickings','pos.order':'pos'}[at.get('model')];if(kind&&at.get('id'))location.replace('${base}/web/'+kind+'/'+at.get('id'))</script>`;

const show = (env: Env, base: string, path: string, query: URLSearchParams): Page | undefined => {
  const receipt = /^\/web\/pos\/(\d+)$/.exec(path);
  if (receipt) return posOrderPage(env, base, Number(receipt[1]));
  const one = /^\/web\/(orders|pickings)\/(\d+)$/.exec(path);
  if (one) return one[1] === 'orders' ? orderPage(env, base, Number(one[2])) : pickingPage(env, base, Number(one[2]));
  switch (path) {
    case '/':
    case '/web':
    case '/odoo':
      return { ...ordersPage(env, base), body: FOLLOW_FRAGMENT(base) + ordersPage(env, base).body };
    case '/web/orders':
    case '/odoo/sales':
      return ordersPage(env, base);
    case '/web/pos':
      return posPage(env, base, query.get('q') ?? '');
    case '/web/pickings':
      return pickingsPage(env, base);
    case '/web/partners':
      return {
        title: 'Contacts',
        body: table(
          ['Name', 'Reference', 'Phone', 'City'],
          latest(env, 'res.partner').map((row) => cells(row, ['complete_name', 'ref', 'phone', 'city'])),
        ),
      };
    case '/web/products':
      return productsPage(env);
    default:
      return undefined;
  }
};

const orderLink = (base: string, row: Row): string =>
  `<a href="${base}/web/orders/${num(row, 'id')}">${escapeHtml(text(row, 'name'))}</a>`;
const ordersPage = (env: Env, base: string): Page => ({
  title: 'Sales orders',
  body: `${newOrderForm(env, base)}${table(
    ['Number', 'Customer reference', 'Customer', 'State', 'Delivery', 'Total', 'Changed'],
    latest(env, 'sale.order').map((row) => [
      orderLink(base, row),
      ...cells(row, ['client_order_ref']),
      nameOf(env, 'res.partner', num(row, 'partner_id')),
      ...cells(row, ['state', 'delivery_status']),
      money(row, 'amount_total'),
      text(row, 'write_date').slice(0, 19),
    ]),
  )}`,
});

const orderPage = (env: Env, base: string, id: number): Page | undefined => {
  const order = env.find('sale.order', id);
  if (!order) return undefined;
  const actions =
    button(base, `/web/orders/${id}/confirm`, 'Confirm') + button(base, `/web/orders/${id}/cancel`, 'Cancel');
  const lines = env
    .lookup('sale.order.line', 'order_id', id)
    .map((line) => [
      ...cells(line, ['name']),
      String(num(line, 'product_uom_qty')),
      String(num(line, 'qty_delivered')),
      money(line, 'price_unit'),
      money(line, 'price_total'),
    ]);
  const pickings = env
    .lookup('stock.picking', 'sale_id', id)
    .map((row) => [
      pickingLink(base, row),
      ...cells(row, ['state', 'date_done']),
      button(base, `/web/pickings/${num(row, 'id')}/validate`, 'Validate delivery'),
    ]);
  const notes = env
    .rows('mail.message', env.table('mail.message').lookup('document', `sale.order,${id}`))
    .map((row) => [text(row, 'date'), text(row, 'body')]);
  const todo = env
    .rows('mail.activity', env.table('mail.activity').lookup('document', `sale.order,${id}`))
    .map((row) => [...cells(row, ['summary', 'date_deadline']), text(row, 'note')]);
  const facts = `<p>${nameOf(env, 'res.partner', num(order, 'partner_id'))} · ${escapeHtml(text(order, 'client_order_ref'))} · ${escapeHtml(text(order, 'origin'))} · <strong>${escapeHtml(text(order, 'state'))}</strong> ${escapeHtml(text(order, 'delivery_status'))}</p>`;
  const totals = `<p>Untaxed ${money(order, 'amount_untaxed')} · taxes ${money(order, 'amount_tax')} · total ${money(order, 'amount_total')} ${nameOf(env, 'res.currency', num(order, 'currency_id'))}</p>`;
  return {
    title: text(order, 'name'),
    body: `${actions}${facts}${table(['Line', 'Ordered', 'Delivered', 'Price', 'Total'], lines)}${totals}<h2>Transfers</h2>${table(['Number', 'State', 'Done', ''], pickings)}<h2>To do</h2>${table(['What', 'By', ''], todo)}<h2>Messages</h2>${table(['At', ''], notes)}`,
  };
};

const pickingsPage = (env: Env, base: string): Page => ({
  title: 'Transfers',
  body: table(
    ['Number', 'Source', 'State', 'Done'],
    latest(env, 'stock.picking').map((row) => [
      pickingLink(base, row),
      ...cells(row, ['origin', 'state', 'date_done']),
    ]),
  ),
});

const pickingPage = (env: Env, base: string, id: number): Page | undefined => {
  const picking = env.find('stock.picking', id);
  if (!picking) return undefined;
  const moves = env
    .lookup('stock.move', 'picking_id', id)
    .map((move) => [
      nameOf(env, 'product.product', num(move, 'product_id')),
      String(num(move, 'product_uom_qty')),
      String(num(move, 'quantity')),
      lotsOf(env, move),
      ...cells(move, ['state']),
    ]);
  const place = (field: string): string => nameOf(env, 'stock.location', num(picking, field));
  const order = env.find('sale.order', num(picking, 'sale_id'));
  return {
    title: text(picking, 'name'),
    body: `${button(base, `/web/pickings/${id}/validate`, 'Validate delivery')}${button(base, `/web/pickings/${id}/cancel`, 'Cancel')}<p><strong>${escapeHtml(text(picking, 'state'))}</strong> ${order ? orderLink(base, order) : ''} · ${place('location_id')} → ${place('location_dest_id')} · ${nameOf(env, 'res.partner', num(picking, 'partner_id'))}</p>${text(picking, 'note')}${table(['Product', 'Demand', 'Quantity', 'Lots', 'State'], moves)}`,
  };
};

const lotsOf = (env: Env, move: Row): string =>
  env
    .lookup('stock.move.line', 'move_id', num(move, 'id'))
    .map((line) => nameOf(env, 'stock.lot', num(line, 'lot_id')))
    .filter((name) => name !== '')
    .join(', ');

const productsPage = (env: Env): Page => ({
  title: 'Products',
  body: table(
    ['Id', 'Product', 'Price', 'On hand'],
    env.rows('product.product', env.search('product.product', [], { order: 'id', limit: SHOWN })).map((row) => {
      const onHand = env.model('product.product').fields.get('qty_available')?.compute?.(env, row) ?? 0;
      return [
        String(num(row, 'id')),
        nameOf(env, 'product.product', num(row, 'id')),
        money(env.get('product.template', num(row, 'product_tmpl_id')), 'list_price'),
        String(onHand),
      ];
    }),
  ),
});

const METHODS: Readonly<Record<string, string>> = {
  confirm: 'action_confirm',
  cancel: 'action_cancel',
  validate: 'button_validate',
};

/** Does what the button of Odoo's own form would do, as the administrator. */
const press = (server: Server, base: string, kind: string, id: number, action: string): Promise<OdooResponse> =>
  pressed(server.engine.clock.date(), base, server.engine.major, `/web/${kind}/${id}`, async () => {
    const name = METHODS[action] ?? '';
    const { model, method } = findMethod(
      server.engine.registry,
      kind === 'orders' ? 'sale.order' : 'stock.picking',
      name,
      'jsonrpc',
    );
    const call = bindPositional(model, name, method, [[id]], {});
    const answer = await performCall(server.engine, server.faults, 2, { disable_cancel_warning: true }, call);
    if (typeof answer !== 'object') return;
    const context = { skip_backorder: true, picking_ids_not_to_backorder: [] };
    await performCall(server.engine, server.faults, 2, context, call);
  });

/** Back to the page after the work, or Odoo's words when it refuses. */
const pressed = async (
  now: Date,
  base: string,
  major: number,
  back: string,
  work: () => Promise<void>,
): Promise<OdooResponse> => {
  try {
    await work();
    return redirect(now, base + back);
  } catch (failure) {
    const body = `<p class="refused">${escapeHtml(asOdooError(failure).message)}</p><p><a href="${base}${back}">Back</a></p>`;
    return respond(now, 422, 'text/html', layout(base, major, { title: 'Refused', body }));
  }
};
