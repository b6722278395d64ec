import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { mapListings } from '../../src/store/listings.ts';
import {
  changeProducts,
  listGoods,
  runOf,
  seen,
  setPrice,
  setStock,
  toldOf,
  untilOffersRest,
  untilTold,
} from '../support/offer-shop.ts';
import type { ListedGoods } from '../support/offer-shop.ts';
import { useService } from '../support/use-service.ts';
import { waitFor } from '../support/wait.ts';

describe('a change of price or stock in Odoo', function () {
  const service = useService({ settings: { offers: { enabled: true } } });
  const one = async (options: Parameters<typeof listGoods>[2] = {}): Promise<ListedGoods> => {
    const [goods] = await listGoods(service(), 1, options);
    assert.ok(goods);
    return goods;
  };
  const told = (goods: ListedGoods) =>
    toldOf(service().shop, goods.externalId).map(({ price, stock }) => [price, stock]);

  it('is at the marketplace, price and stock in one call', async () => {
    const goods = await one({ stock: 7 });
    assert.deepEqual(told(goods), []);
    await setPrice(service(), goods, 12.5);
    await untilTold(service().shop, goods.externalId, { price: 12.5, stock: 7 });
    await setStock(service(), goods, 40);
    await untilTold(service().shop, goods.externalId, { price: 12.5, stock: 40 });
    await untilOffersRest(service());
    assert.deepEqual(told(goods), [
      [12.5, 7],
      [12.5, 40],
    ]);
  });

  it('by a reservation is a change of stock', async () => {
    const { odoo, shop } = service();
    const goods = await one({ stock: 10 });
    const partner = await odoo.create('res.partner', { name: 'Somebody' });
    const order = await odoo.create('sale.order', {
      partner_id: partner,
      order_line: [[0, 0, { product_id: goods.productId, product_uom_qty: 4 }]],
    });
    await odoo.confirm(order);
    await untilTold(shop, goods.externalId, { price: 10, stock: 6 });
    await odoo.cancel(order);
    await untilTold(shop, goods.externalId, { price: 10, stock: 10 });
  });

  it('of a product that is not listed costs no run and no call', async () => {
    const goods = await one();
    await untilOffersRest(service());
    await waitFor(
      'what a start reads',
      () => service().sandbox.log.counts()['cartona']?.byRoute ?? {},
      (routes) => ['GET order/pull-orders', 'GET supplier-product'].every((route) => route in routes),
    );
    const before = await runOf(service(), service().shop);
    const calls = service().sandbox.log.counts()['cartona']?.total;
    const unlisted = await service().odoo.product({}, 3);
    await service().odoo.write('product.product', unlisted, { lst_price: 77 });
    await seen(service());
    assert.deepEqual(told(goods), []);
    assert.equal((await runOf(service(), service().shop))?.runId, before?.runId);
    assert.equal(service().sandbox.log.counts()['cartona']?.total, calls);
  });

  it('reaches two listings of one product, each with its own factor', async () => {
    const goods = await one({ stock: 20 });
    const { shop, store } = service();
    shop.cartona.putProducts([{ supplier_product_id: `${goods.externalId}6` }]);
    await mapListings(store.db, shop.id, [
      { externalId: `${goods.externalId}6`, productId: goods.productId, enabled: true, factor: '6' },
    ]);
    await setPrice(service(), goods, 2.5);
    await untilTold(shop, goods.externalId, { price: 2.5, stock: 20 });
    await untilTold(shop, `${goods.externalId}6`, { price: 15, stock: 3 });
  });

  it('that is followed by another in the same second: the newest value is there in the end', async () => {
    const goods = await one();
    for (const price of [21, 22, 23]) await setPrice(service(), goods, price);
    await untilTold(service().shop, goods.externalId, { price: 23 });
    await setPrice(service(), goods, 24);
    await setPrice(service(), goods, 25);
    await untilTold(service().shop, goods.externalId, { price: 25 });
    await untilOffersRest(service());
    assert.equal(told(goods).at(-1)?.[0], 25);
  });

  it('with more decimals than the currency has is rounded', async () => {
    const goods = await one();
    await service().odoo.write('product.template', goods.templateId, { list_price: 10.005 });
    await untilTold(service().shop, goods.externalId, { price: 10.01 });
  });

  it('that is undone before it was pushed sends nothing', async () => {
    const goods = await one();
    await setPrice(service(), goods, 12);
    await untilTold(service().shop, goods.externalId, { price: 12 });
    await untilOffersRest(service());
    await service().rest.post('/api/connections/cartona/pause');
    await setPrice(service(), goods, 13);
    await setPrice(service(), goods, 12);
    await seen(service());
    await service().rest.post('/api/connections/cartona/resume');
    await untilOffersRest(service());
    assert.deepEqual(
      told(goods).map(([price]) => price),
      [12],
    );
  });

  it('by which it is archived offers none of it and needs a person, until it is active again', async () => {
    const goods = await one({ stock: 5 });
    const open = async () =>
      (
        await service()
          .store.db.selectFrom('attention')
          .select('kind')
          .where('target_id', '=', goods.externalId)
          .where('resolved_at', 'is', null)
          .execute()
      ).map(({ kind }) => kind);
    await service().odoo.write('product.template', goods.templateId, { active: false });
    await untilTold(service().shop, goods.externalId, { price: 10, stock: 0 });
    await untilOffersRest(service());
    assert.deepEqual(await open(), ['listing-archived']);
    await service().odoo.write('product.template', goods.templateId, { active: true });
    await untilTold(service().shop, goods.externalId, { price: 10, stock: 5 });
    await untilOffersRest(service());
    assert.deepEqual(await open(), []);
  });

  it('costs no more history for hundreds than for one, and the run ends', async () => {
    const goods = await listGoods(service(), 400, { stock: 1 });
    await untilOffersRest(service());
    await changeProducts(service(), goods, { list_price: 31 });
    for (const { externalId } of goods) await untilTold(service().shop, externalId, { price: 31 });
    await untilOffersRest(service());
    const run = await runOf(service(), service().shop);
    assert.ok(run !== undefined && run.historyLength < 40, `${run?.historyLength} events`);
    for (const { externalId } of goods) assert.equal(toldOf(service().shop, externalId).length, 1);
  });

  it('is pushed by a run that is started by hand too, and says what it did', async () => {
    const goods = await one();
    const { store, client, shop } = service();
    // As if the wake-up got lost.
    await sql`insert into dirty_offers (connection, external_id) values ('cartona', ${goods.externalId})`.execute(
      store.db,
    );
    const start = (workflowId: string) =>
      client.workflow.start('propagateOffers', {
        workflowId,
        taskQueue: 'workflows',
        args: [{ connection: 'cartona' }],
      });
    const handle = await start('offers:cartona');
    const { pushed } = (await handle.result()) as { pushed: number };
    assert.equal(pushed, 1);
    await untilTold(shop, goods.externalId, { price: 10 });
    const state = await handle.query<{ history: readonly { text: string }[] }>('state');
    assert.match(state.history[0]?.text ?? '', /^1 offers? (was|were) pushed/);
    await assert.rejects((await start('offers:another')).result(), /failed/);
  });

  it('whose wake-up got lost is found by the sweep', async () => {
    const goods = await one();
    await sql`insert into dirty_offers (connection, external_id, changed_at)
      values ('cartona', ${goods.externalId}, now() - interval '2 minutes')`.execute(service().store.db);
    await service().sweep();
    await untilTold(service().shop, goods.externalId, { price: 10 });
  });

  describe('at connections with other settings', () => {
    it('before offers are enabled is never pushed; enabling pushes nothing, the next change is', async () => {
      const shop = await service().connect('later', { offers: { enabled: false } });
      const [goods] = await listGoods(service(), 1, { shop });
      assert.ok(goods);
      await setPrice(service(), goods, 11);
      await seen(service());
      const settings = { ...(await settingsOf(shop.id)), offers: { enabled: true } };
      assert.equal((await service().rest.call('PUT', `/api/connections/${shop.id}`, { settings })).status, 200);
      await waitFor(
        'the first look',
        () =>
          service()
            .store.db.selectFrom('offer_runs')
            .select('watched')
            .where('connection', '=', shop.id)
            .executeTakeFirst(),
        (row) => row?.watched === true,
      );
      await seen(service());
      assert.deepEqual(toldOf(shop, goods.externalId), []);
      await setPrice(service(), goods, 12);
      await untilTold(shop, goods.externalId, { price: 12 });
      assert.equal(toldOf(shop, goods.externalId).length, 1);
    });

    const settingsOf = async (id: string): Promise<Record<string, unknown>> => {
      const row = await service()
        .store.db.selectFrom('connections')
        .select('settings')
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      return row.settings;
    };

    it('takes the price of a pricelist: a rule that is new, that changes, that begins by date', async () => {
      const { odoo } = service();
      const pricelist = await odoo.create('product.pricelist', { name: 'Wholesale' });
      const shop = await service().connect('listed', { offers: { enabled: true, price: { pricelist } } });
      const [goods] = await listGoods(service(), 1, { shop, stock: 3 });
      assert.ok(goods);
      const fixed = { pricelist_id: pricelist, compute_price: 'fixed', min_quantity: 0 };
      const rule = await odoo.create('product.pricelist.item', {
        ...fixed,
        applied_on: '0_product_variant',
        product_tmpl_id: goods.templateId,
        product_id: goods.productId,
        fixed_price: 8,
      });
      await untilTold(shop, goods.externalId, { price: 8, stock: 3 });
      await odoo.write('product.pricelist.item', rule, { fixed_price: 7.5 });
      await untilTold(shop, goods.externalId, { price: 7.5 });
      const startsAt = new Date(Date.now() + 3_000);
      await odoo.write('product.pricelist.item', rule, {
        date_start: startsAt.toISOString().slice(0, 19).replace('T', ' '),
      });
      await untilTold(shop, goods.externalId, { price: 10 });
      const { at } = await untilTold(shop, goods.externalId, { price: 7.5 });
      assert.ok(at.getTime() >= startsAt.getTime() - 1_000, `${at.toISOString()} after ${startsAt.toISOString()}`);
      await odoo.create('product.pricelist.item', { ...fixed, applied_on: '3_global', fixed_price: 1 });
      await untilOffersRest(service(), shop);
      assert.equal(toldOf(shop, goods.externalId).at(-1)?.price, 7.5);
    });

    it('counts planned moves where it is told to', async () => {
      const { odoo } = service();
      const shop = await service().connect('planned', { offers: { enabled: true, stock: 'virtual_available' } });
      const [goods] = await listGoods(service(), 1, { shop, stock: 3 });
      assert.ok(goods);
      const partner = await odoo.create('res.partner', { name: 'Somebody' });
      const order = await odoo.create('sale.order', {
        partner_id: partner,
        order_line: [[0, 0, { product_id: goods.productId, product_uom_qty: 2 }]],
      });
      await odoo.confirm(order);
      await untilTold(shop, goods.externalId, { price: 10, stock: 1 });
    });

    it('collects changes for as long as it is told to', async () => {
      const shop = await service().connect('slow', { offers: { enabled: true, windowMs: 1_500 } });
      const goods = await listGoods(service(), 2, { shop });
      const [first, second] = goods;
      assert.ok(first && second);
      await setPrice(service(), first, 14);
      await seen(service());
      await setPrice(service(), second, 15);
      await setPrice(service(), first, 16);
      await untilTold(shop, first.externalId, { price: 16 });
      await untilTold(shop, second.externalId, { price: 15 });
      assert.deepEqual(
        goods.map(({ externalId }) => toldOf(shop, externalId).length),
        [1, 1],
      );
      assert.equal(shop.sandbox.log.calls().filter(({ path }) => path.includes('bulk-update')).length, 1);
    });

    it('pushes again what was pushed before when its settings change, and nothing else', async () => {
      const shop = await service().connect('changing', { offers: { enabled: true } });
      const [pushed, never] = await listGoods(service(), 2, { shop, stock: 10 });
      assert.ok(pushed && never);
      await setPrice(service(), pushed, 11);
      await untilTold(shop, pushed.externalId, { price: 11, stock: 10 });
      const settings = { ...(await settingsOf(shop.id)), offers: { enabled: true, buffer: 3 } };
      assert.equal((await service().rest.call('PUT', `/api/connections/${shop.id}`, { settings })).status, 200);
      await untilTold(shop, pushed.externalId, { price: 11, stock: 7 });
      await untilOffersRest(service(), shop);
      assert.deepEqual(toldOf(shop, never.externalId), []);
    });

    it('holds back the buffer, and offers nothing below the least stock', async () => {
      const shop = await service().connect('careful', { offers: { enabled: true, buffer: 2, minStock: 4 } });
      const [goods] = await listGoods(service(), 1, { shop, stock: 10 });
      assert.ok(goods);
      await setPrice(service(), goods, 11);
      await untilTold(shop, goods.externalId, { price: 11, stock: 8 });
      await setStock(service(), goods, 5);
      await untilTold(shop, goods.externalId, { price: 11, stock: 0 });
    });
  });
});
