import type { Env } from '../env.ts';
import { userError } from '../errors.ts';
import * as f from '../fields.ts';
import type { Call, Major, Model } from '../registry.ts';
import { defineModel } from '../registry.ts';
import type { Row, Vals } from '../values.ts';
import { flag, num, text } from '../values.ts';
import { SALES } from './groups.ts';
import { threadFields, threadMethods } from './mail.ts';
import { cancelPicking } from './picking-steps.ts';
import { orderLinkFields } from './procurement.ts';
import { launchDelivery } from './sale-delivery.ts';

const STATES = { draft: 'Quotation', sent: 'Quotation Sent', sale: 'Sales Order', cancel: 'Cancelled' };

export const saleOrderModels = (major: Major): Model[] => [
  defineModel({
    name: 'sale.order',
    description: 'Sales Order',
    order: 'date_order desc, id desc',
    access: SALES,
    thread: true,
    fields: {
      name: f.char('Order Reference', { required: true, index: true }),
      state: f.selection('Status', STATES, { default: 'draft' }),
      locked: f.boolean('Locked'),
      partner_id: f.many2one('Customer', 'res.partner', { required: true, index: true }),
      partner_invoice_id: f.many2one('Invoice Address', 'res.partner', { required: true }),
      partner_shipping_id: f.many2one('Delivery Address', 'res.partner', { required: true }),
      client_order_ref: f.char('Customer Reference', { index: true }),
      origin: f.char('Source Document', { index: true }),
      reference: f.char('Payment Ref.'),
      date_order: f.datetime('Order Date', { required: true, default: (env) => env.now }),
      commitment_date: f.datetime('Delivery Date'),
      validity_date: f.date('Expiration'),
      note: f.html('Terms and conditions'),
      user_id: f.many2one('Salesperson', 'res.users', { index: true }),
      team_id: f.many2one('Sales Team', 'crm.team', {
        default: (env) => env.search('crm.team', [], { limit: 1 })[0] ?? false,
      }),
      tag_ids: f.many2many('Tags', 'crm.tag'),
      company_id: f.many2one('Company', 'res.company', { required: true, default: (env) => env.companyId() }),
      pricelist_id: f.many2one('Pricelist', 'product.pricelist'),
      currency_id: f.many2one('Currency', 'res.currency'),
      warehouse_id: f.many2one('Warehouse', 'stock.warehouse', {
        required: true,
        default: (env) =>
          env.search('stock.warehouse', [['company_id', '=', env.companyId()]], { limit: 1 })[0] ?? false,
      }),
      picking_policy: f.selection(
        'Shipping Policy',
        { direct: 'As soon as possible', one: 'When all products are ready' },
        { required: true, default: 'direct' },
      ),
      payment_term_id: f.many2one('Payment Terms', 'account.payment.term'),
      fiscal_position_id: f.many2one('Fiscal Position', 'account.fiscal.position'),
      order_line: f.one2many('Order Lines', 'sale.order.line', 'order_id'),
      amount_untaxed: f.monetary('Untaxed Amount', { readonly: true }),
      amount_tax: f.monetary('Taxes', { readonly: true }),
      amount_total: f.monetary('Total', { readonly: true }),
      delivery_status: f.selection(
        'Delivery Status',
        { pending: 'Not Delivered', started: 'Started', partial: 'Partially Delivered', full: 'Fully Delivered' },
        { readonly: true },
      ),
      invoice_status: f.selection(
        'Invoice Status',
        {
          upselling: 'Upselling Opportunity',
          invoiced: 'Fully Invoiced',
          'to invoice': 'To Invoice',
          no: 'Nothing to Invoice',
        },
        { readonly: true, default: 'no' },
      ),
      picking_ids: f.one2many('Transfers', 'stock.picking', 'sale_id'),
      ...orderLinkFields(major),
      delivery_count: f.integer('Delivery Orders', {
        compute: (env, row) => env.table('stock.picking').lookup('sale_id', num(row, 'id')).length,
      }),
      ...threadFields('sale.order'),
    },
    beforeCreate: fillOrder,
    beforeUnlink: (env, ids) => {
      if (env.rows('sale.order', ids).some((row) => !['draft', 'cancel'].includes(text(row, 'state')))) {
        throw userError('You can not delete a sent quotation or a confirmed sales order. You must first cancel it.');
      }
    },
    methods: {
      ...threadMethods('sale.order', major),
      action_confirm: { on: 'record', params: [], needs: 'write', run: confirm },
      action_cancel: { on: 'record', params: [], needs: 'write', run: cancel },
      action_draft: { on: 'record', params: [], needs: 'write', run: backToDraft },
      action_quotation_sent: {
        on: 'record',
        params: [],
        needs: 'write',
        run: ({ env, ids }) => change(env, ids, { state: 'sent' }),
      },
      action_lock: {
        on: 'record',
        params: [],
        needs: 'write',
        run: ({ env, ids }) => change(env, ids, { locked: true }),
      },
      action_unlock: {
        on: 'record',
        params: [],
        needs: 'write',
        run: ({ env, ids }) => change(env, ids, { locked: false }),
      },
    },
  }),
  ...(major < 19
    ? [
        defineModel({
          name: 'sale.order.cancel',
          description: 'Sales Order Cancel',
          access: SALES,
          displayName: (_env, row) => `sale.order.cancel,${num(row, 'id')}`,
          fields: {
            order_id: f.many2one('Sale Order', 'sale.order', { required: true }),
            template_id: f.integer('Template'),
            subject: f.char('Subject'),
            body: f.html('Contents'),
          },
          methods: { action_cancel: { on: 'record' as const, params: [], run: cancelByWizard } },
        }),
      ]
    : []),
];

const change = (env: Env, ids: readonly number[], vals: Vals): undefined => {
  env.write('sale.order', ids, vals);
};

/** Number, addresses, pricelist, currency and salesperson, as far as they are not given. */
function fillOrder(env: Env, vals: Vals): Vals {
  const partner = env.find('res.partner', Number(vals['partner_id'] || 0));
  const isNamed = typeof vals['name'] === 'string' && !['', 'New', '/'].includes(vals['name']);
  const company = env.find('res.company', Number(vals['company_id'] || 0) || env.companyId());
  const pricelist =
    Number(vals['pricelist_id'] || 0) ||
    num(partner, 'property_product_pricelist') ||
    (env.search('product.pricelist', [], { limit: 1 })[0] ?? 0);
  const currency = num(env.find('product.pricelist', pricelist), 'currency_id') || num(company, 'currency_id');
  const address = partner
    ? {
        partner_invoice_id: num(partner, 'id'),
        partner_shipping_id: deliveryAddress(env, partner),
        user_id: num(partner, 'user_id') || env.uid,
      }
    : {};
  return {
    pricelist_id: pricelist || false,
    currency_id: currency || false,
    ...address,
    ...vals,
    ...(!isNamed && partner && { name: env.sequence('sale.order', 'S') }),
    ...(!isNamed && !partner && { name: 'New' }),
  };
}

const deliveryAddress = (env: Env, partner: Row): number =>
  num(
    env
      .lookup('res.partner', 'parent_id', num(partner, 'id'))
      .find((child) => text(child, 'type') === 'delivery' && flag(child, 'active')),
    'id',
  ) || num(partner, 'id');

/** Confirming what is confirmed is refused; 17 names the orders. */
function confirm({ env, ids }: Call): true {
  const orders = env.rows('sale.order', ids);
  const wrong = orders.filter((row) => !['draft', 'sent'].includes(text(row, 'state')));
  if (wrong.length > 0) {
    const names = wrong.map((row) => text(row, 'name')).join(', ');
    throw userError(
      env.major === 17
        ? `The following orders are not in a state requiring confirmation: ${names}`
        : 'Some orders are not in a state requiring confirmation.',
    );
  }
  for (const order of orders) {
    const lines = env.lookup('sale.order.line', 'order_id', num(order, 'id'));
    if (lines.some((line) => text(line, 'display_type') === '' && num(line, 'product_id') === 0)) {
      throw userError('Some order lines are missing a product, you need to correct them before going further.');
    }
    env.write('sale.order', [num(order, 'id')], { state: 'sale', date_order: env.now });
    env.patch('sale.order', num(order, 'id'), {
      invoice_status: lines.some((line) => num(line, 'product_uom_qty') > 0) ? 'to invoice' : 'no',
    });
    launchDelivery(env, num(order, 'id'), lines);
    if (env.context['tracking_disable'] !== true) logState(env, num(order, 'id'), 'Sales Order');
  }
  return true;
}

const logState = (env: Env, id: number, label: string): void => {
  env.create('mail.message', {
    model: 'sale.order',
    res_id: id,
    body: `<p>Status: ${label}</p>`,
    message_type: 'notification',
    subtype_id: env.xmlId('mail.mt_note') || false,
  });
};

const WIZARD: Readonly<Record<17 | 18, { view: number; template: number }>> = {
  17: { view: 1212, template: 17 },
  18: { view: 1294, template: 18 },
};

/** 17 and 18 open a wizard for anything but a draft, unless the context forbids it; the state is then unchanged. */
function cancel({ env, ids }: Call): unknown {
  const orders = env.rows('sale.order', ids);
  if (orders.some((row) => flag(row, 'locked')))
    throw userError('You cannot cancel a locked order. Please unlock it first.');
  if (
    env.major !== 19 &&
    env.context['disable_cancel_warning'] !== true &&
    orders.some((row) => text(row, 'state') !== 'draft')
  ) {
    const { view, template } = WIZARD[env.major];
    return {
      name: 'Cancel Sales Order',
      view_mode: 'form',
      res_model: 'sale.order.cancel',
      view_id: view,
      type: 'ir.actions.act_window',
      context: {
        default_template_id: template,
        default_order_id: ids[0],
        mark_so_as_canceled: true,
        default_email_layout_xmlid: 'mail.mail_notification_layout_with_responsible_signature',
        model_description: 'Sales Order',
      },
      target: 'new',
    };
  }
  for (const order of orders) cancelOrder(env, num(order, 'id'));
  return true;
}

/** Transfers that are not done go with the order; what was delivered stays delivered. */
const cancelOrder = (env: Env, id: number): void => {
  for (const picking of env.lookup('stock.picking', 'sale_id', id)) {
    if (!['done', 'cancel'].includes(text(picking, 'state'))) cancelPicking(env, num(picking, 'id'));
  }
  env.write('sale.order', [id], { state: 'cancel' });
  env.patch('sale.order', id, { invoice_status: 'no' });
  if (env.context['tracking_disable'] !== true) logState(env, id, 'Cancelled');
};

function cancelByWizard({ env, ids }: Call): unknown {
  for (const wizard of env.rows('sale.order.cancel', ids))
    cancel({ env: env.with({ disable_cancel_warning: true }), ids: [num(wizard, 'order_id')], args: {} });
  return true;
}

function backToDraft({ env, ids }: Call): true {
  const orders = env.rows('sale.order', ids).filter((row) => ['cancel', 'sent'].includes(text(row, 'state')));
  env.write(
    'sale.order',
    orders.map((row) => num(row, 'id')),
    { state: 'draft' },
  );
  return true;
}
