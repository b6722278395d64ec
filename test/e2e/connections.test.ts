import assert from 'node:assert/strict';
import { workflowIds } from '../../src/domain/names.ts';
import { anOrder } from '../support/order-builders.ts';
import { shopConnection } from '../support/shop.ts';
import type { Shop } from '../support/shop.ts';
import { useSharedService } from '../support/use-service.ts';
import { waitFor } from '../support/wait.ts';

describe('a connection that changes while the service runs', () => {
  const service = useSharedService();

  const pullEveryMs = async (id: string): Promise<number | undefined> => {
    const { spec } = await service().client.schedule.getHandle(workflowIds.pullOrders(id)).describe();
    return spec.intervals?.[0]?.every;
  };
  const put = async (shop: Shop, change: Readonly<Record<string, unknown>>): Promise<void> => {
    const { status, text } = await service().rest.call('PUT', `/api/connections/${shop.id}`, change);
    assert.equal(status, 200, text);
  };

  it('gets its queue and its schedule within seconds, and the schedule follows pullEveryMinutes', async () => {
    const shop = await service().connect('clockwork', { pullEveryMinutes: 17 });
    await waitFor(
      'the schedule',
      () => pullEveryMs(shop.id),
      (every) => every === 17 * 60_000,
    );
    await shop.receive(anOrder(service().odoo.goods(0)));
    await put(shop, { settings: { ...shopConnection(shop.id, shop.sandbox).settings, pullEveryMinutes: 3 } });
    await waitFor(
      'the changed schedule',
      () => pullEveryMs(shop.id),
      (every) => every === 3 * 60_000,
    );
  });

  it('is not called while it is paused; what comes meanwhile waits and goes on after the resume', async () => {
    const { rest, odoo, client } = service();
    const shop = await service().connect('resting', {});
    const { id, saleOrderId } = await shop.receive(anOrder(odoo.goods(0)));
    const paused = await rest.post(`/api/connections/${shop.id}/pause`, { reason: 'Stocktaking' });
    assert.equal(paused.status, 200, paused.text);
    await waitFor(
      'the schedule rests',
      async () => (await client.schedule.getHandle(workflowIds.pullOrders(shop.id)).describe()).state.paused,
      (isPaused) => isPaused,
    );
    assert.equal((await rest.post(`/api/connections/${shop.id}/sync`, { process: 'pull' })).status, 409);
    assert.partialDeepStrictEqual((await rest.get(`/api/connections/${shop.id}/status`)).body, { state: 'paused' });

    await odoo.confirm(saleOrderId);
    await shop.untilStage(id, 'confirmed');
    await waitFor(
      'the push that waits',
      async () =>
        (await client.workflow.getHandle(workflowIds.order(shop.id, id)).describe()).raw.pendingActivities?.length,
      (pending) => pending === 1,
    );
    assert.deepEqual(shop.told(id), ['synced']);
    assert.equal(
      (await shop.webhook({ hashed_id: id, status: 'approved' })).status,
      409,
      'webhooks are still answered',
    );

    assert.equal((await rest.post(`/api/connections/${shop.id}/resume`)).status, 200);
    await shop.untilTold(id, 'approved');
  });

  it('does nothing while it is disabled, and everything once it is enabled again', async () => {
    const { odoo, rest } = service();
    const shop = await service().connect('sleeper', {});
    await shop.receive(anOrder(odoo.goods(0)));
    await put(shop, { enabled: false });
    assert.equal((await rest.post(`/api/connections/${shop.id}/sync`, { process: 'pull' })).status, 409);
    await put(shop, { enabled: true });
    await shop.receive(anOrder(odoo.goods(0)));
  });

  it('is paused with one notice when its token is revoked, and goes on after a new one', async () => {
    const { odoo, rest } = service();
    const shop = await service().connect('revoked', {});
    const orders = [];
    for (let count = 0; count < 3; count += 1) orders.push(await shop.receive(anOrder(odoo.goods(0))));
    shop.cartona.changeSettings({ token: 'a-new-token-of-cartona' });
    await Promise.all(orders.map(({ saleOrderId }) => odoo.confirm(saleOrderId)));
    await waitFor(
      'the pause',
      () => rest.get(`/api/connections/${shop.id}`),
      ({ text }) => text.includes('"state":"unauthorized"'),
    );
    await Promise.all(orders.map(({ id }) => shop.untilStage(id, 'confirmed')));
    const notices = await rest.get(`/api/attention?connection=${shop.id}`);
    assert.partialDeepStrictEqual(notices.body, {
      items: [{ kind: 'unauthorized', target: { type: 'connection', externalId: shop.id } }],
    });
    assert.equal(notices.text.match(/"kind":/g)?.length, 1, notices.text);

    await put(shop, { secrets: { token: 'a-new-token-of-cartona' } });
    await Promise.all(orders.map(({ id }) => shop.untilTold(id, 'approved')));
    assert.partialDeepStrictEqual((await rest.get(`/api/attention?connection=${shop.id}`)).body, { items: [] });
    await shop.receive(anOrder(odoo.goods(0)));
  });

  it('is deleted only when nothing is open, or by force, which ends its runs and its schedule', async () => {
    const { odoo, rest, client } = service();
    const shop = await service().connect('doomed', {});
    const { id } = await shop.receive(anOrder(odoo.goods(0)));
    const refused = await rest.call('DELETE', `/api/connections/${shop.id}`);
    assert.equal(refused.status, 409);
    assert.match(refused.text, new RegExp(`1 orders of ${shop.id} are open`));

    const deleted = await rest.call('DELETE', `/api/connections/${shop.id}?force=true`);
    assert.partialDeepStrictEqual(deleted.body, { deleted: true, closedOrders: 1 });
    await waitFor(
      'the end of the run',
      async () => (await client.workflow.getHandle(workflowIds.order(shop.id, id)).describe()).status.name,
      (status) => status !== 'RUNNING',
    );
    await waitFor(
      'the end of the schedule',
      () =>
        client.schedule
          .getHandle(workflowIds.pullOrders(shop.id))
          .describe()
          .then(
            () => 'there',
            (error: unknown) => String(error),
          ),
      (seen) => /not found/i.test(seen),
    );
    await service().sweep();
    assert.notEqual(
      (await client.workflow.getHandle(workflowIds.order(shop.id, id)).describe()).status.name,
      'RUNNING',
    );
    const again = await rest.post('/api/connections', shopConnection(shop.id, shop.sandbox));
    assert.equal(again.status, 409, again.text);
    assert.equal((await shop.webhook({ hashed_id: id, status: 'approved' })).status, 401);
  });
});

describe('answers of Cartona that get lost', () => {
  const service = useSharedService();

  it('an acknowledgement without an answer is sent again, and the order is imported once', async () => {
    const { odoo } = service();
    const shop = await service().connect('lossy', {});
    shop.sandbox.faults.add({ system: 'cartona', path: 'update-order-status', effect: { type: 'drop-answer' } });
    const { id } = await shop.receive(anOrder(odoo.goods(0)));
    assert.deepEqual(new Set(shop.told(id)), new Set(['synced']));
    assert.equal(odoo.door.count('sale.order', [['origin', '=', `Shop ${shop.id} ${id}`]]), 1);
  });

  it('a status without an answer counts as done when Cartona says that it is there already', async () => {
    const { odoo } = service();
    const shop = await service().connect('lossy-too', {});
    const { id, saleOrderId } = await shop.receive(anOrder(odoo.goods(0)));
    shop.sandbox.faults.add({ system: 'cartona', path: 'update-order-status', effect: { type: 'drop-answer' } });
    await odoo.confirm(saleOrderId);
    const order = await shop.until(id, 'was told', ({ marketplaceStatus }) => marketplaceStatus === 'approved');
    assert.equal(order.attention, null);
    assert.deepEqual(shop.told(id), ['synced', 'approved']);
    await odoo.deliver(saleOrderId);
    await shop.untilClosed(id, 'delivered');
  });
});
