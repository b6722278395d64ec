import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AnOdoo } from './an-odoo.ts';
import { array, object, onEachVersion } from './an-odoo.ts';
import { aDelivery, aProduct } from './builders.ts';

interface Received {
  readonly body: Record<string, unknown>;
  readonly text: string;
  readonly contentType: string | undefined;
}

/** Takes webhooks; `during` runs before each is answered. */
const aReceiver = async (during: () => Promise<void> = () => Promise.resolve(), status = 200) => {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      received.push({ body: object(JSON.parse(text)), text, contentType: request.headers['content-type'] });
      void during().then(() => response.writeHead(status).end());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hook?rule=1`;
  const close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return { url, received, close };
};

const aRule = async (
  odoo: AnOdoo,
  url: string,
  model: string,
  trigger: string,
  fields: readonly string[],
  payload: readonly string[],
  filter = '[]',
): Promise<number> => {
  const [model_id] = array(await odoo.call('ir.model', 'search', [[['model', '=', model]]]));
  const ids = async (names: readonly string[]) =>
    odoo.call('ir.model.fields', 'search', [
      [
        ['model', '=', model],
        ['name', 'in', names],
      ],
    ]);
  const action = {
    name: 'hook',
    model_id,
    state: 'webhook',
    usage: 'base_automation',
    webhook_url: url,
    webhook_field_ids: [[6, 0, await ids(payload)]],
  };
  const rule = {
    name: 'rule',
    model_id,
    trigger,
    trigger_field_ids: [[6, 0, await ids(fields)]],
    filter_domain: filter,
    action_server_ids: [[0, 0, action]],
  };
  return Number(await odoo.call('base.automation', 'create', [rule]));
};

const priceRule = (odoo: AnOdoo, url: string): Promise<number> =>
  aRule(odoo, url, 'product.template', 'on_write', ['list_price'], ['list_price', 'name', 'write_date']);
const templateOf = (odoo: AnOdoo, product: number): number =>
  Number(odoo.simulator.door.row('product.product', product)?.['product_tmpl_id']);

describe('webhooks out of Odoo', () => {
  onEachVersion((odoo, major) => {
    it('post one record each, keys sorted, floats and microseconds as Python writes them', async () => {
      const receiver = await aReceiver();
      const product = await aProduct(odoo(), { name: 'Hooked' });
      const rule = await priceRule(odoo(), receiver.url);
      await odoo().call('product.template', 'write', [[templateOf(odoo(), product)], { list_price: 12 }]);
      await odoo().call('product.template', 'write', [[templateOf(odoo(), product)], { list_price: 12 }]);
      equal(receiver.received.length, 1);
      const [{ body, text, contentType } = { body: {}, text: '', contentType: undefined }] = receiver.received;
      equal(contentType, 'application/json');
      match(String(body['_action']), major === 19 ? /^hook\(#\d+\)$/ : /^Send Webhook Notification\(#\d+\)$/);
      equal(body['_model'], 'product.template');
      match(String(body['write_date']), /\.\d{6}$/);
      match(text, /"list_price": 12\.0, "name": "Hooked"/);
      await odoo().call('base.automation', 'write', [[rule], { active: false }]);
      await receiver.close();
    });

    it(major === 19 ? 'come after the commit' : 'come before the commit', async () => {
      const product = await aProduct(odoo(), { price: 1 });
      const seen: unknown[] = [];
      const receiver = await aReceiver(async () => {
        seen.push((await odoo().one('product.template', templateOf(odoo(), product), ['list_price']))['list_price']);
      });
      const rule = await priceRule(odoo(), receiver.url);
      await odoo().call('product.template', 'write', [[templateOf(odoo(), product)], { list_price: 2 }]);
      deepEqual(seen, [major === 19 ? 2 : 1]);
      equal((await odoo().one('product.template', templateOf(odoo(), product), ['list_price']))['list_price'], 2);
      await odoo().call('base.automation', 'write', [[rule], { active: false }]);
      await receiver.close();
    });

    it(major === 19 ? 'are not sent for a call that fails' : 'are sent even for a call that fails', async () => {
      const receiver = await aReceiver();
      const product = await aProduct(odoo());
      const rule = await priceRule(odoo(), receiver.url);
      await rejects(
        odoo().call('product.template', 'write', [
          [templateOf(odoo(), product)],
          { list_price: 5, product_variant_ids: [[1, 999_999, {}]] },
        ]),
      );
      equal(receiver.received.length, major === 19 ? 0 : 1);
      await odoo().call('base.automation', 'write', [[rule], { active: false }]);
      await receiver.close();
    });

    it('hold up the write, which succeeds, when the endpoint is away or slow', async () => {
      const product = await aProduct(odoo());
      const receiver = await aReceiver(() => new Promise(() => undefined));
      const rule = await priceRule(odoo(), receiver.url);
      const began = performance.now();
      equal(await odoo().call('product.template', 'write', [[templateOf(odoo(), product)], { list_price: 3 }]), true);
      ok(performance.now() - began >= 950);
      await receiver.close();
      equal(await odoo().call('product.template', 'write', [[templateOf(odoo(), product)], { list_price: 4 }]), true);
      await odoo().call('base.automation', 'write', [[rule], { active: false }]);
    });

    it('let nobody lose a change of the same record made meanwhile', async () => {
      const product = await aProduct(odoo(), { price: 1 });
      const template = templateOf(odoo(), product);
      let isFirst = true;
      const receiver = await aReceiver(async () => {
        if (!isFirst) return;
        isFirst = false;
        await odoo().call('product.template', 'write', [[template], { weight: 7 }]);
      });
      const rule = await priceRule(odoo(), receiver.url);
      await odoo().call('product.template', 'write', [[template], { list_price: 2 }]);
      const { list_price, weight } = await odoo().one('product.template', template, ['list_price', 'weight']);
      deepEqual([list_price, weight], [2, 7]);
      equal(receiver.received.length, major === 19 ? 1 : 2);
      await odoo().call('base.automation', 'write', [[rule], { active: false }]);
      await receiver.close();
    });

    it('tell of orders, transfers and quants', async () => {
      const receiver = await aReceiver();
      const rules = [
        await aRule(
          odoo(),
          receiver.url,
          'sale.order',
          'on_create_or_write',
          ['state'],
          ['name', 'state', 'partner_id'],
          "[('state','in',['sale','cancel'])]",
        ),
        await aRule(
          odoo(),
          receiver.url,
          'stock.picking',
          'on_write',
          ['state'],
          ['name', 'state'],
          "[('state','=','done')]",
        ),
        await aRule(
          odoo(),
          receiver.url,
          'stock.quant',
          'on_create_or_write',
          ['quantity', 'reserved_quantity'],
          ['quantity'],
        ),
      ];
      const { order, picking } = await aDelivery(odoo(), [
        { product: await aProduct(odoo(), { stock: 4 }), quantity: 1 },
      ]);
      await odoo().call('stock.picking', 'button_validate', [[picking]]);
      const told = receiver.received.map(
        ({ body }) => `${String(body['_model'])} ${String(body['_id'])} ${String(body['state'])}`,
      );
      equal(told.filter((line) => line === `sale.order ${String(order)} sale`).length, 1);
      equal(told.filter((line) => line === `stock.picking ${String(picking)} done`).length, 1);
      ok(told.filter((line) => line.startsWith('stock.quant')).length >= 4);
      equal(typeof receiver.received.find(({ body }) => body['_model'] === 'sale.order')?.body['partner_id'], 'number');
      await odoo().call('base.automation', 'write', [rules, { active: false }]);
      await receiver.close();
    });
  });
});
