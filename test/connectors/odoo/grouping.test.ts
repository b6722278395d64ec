import assert from 'node:assert/strict';
import { withCorrelation } from '../../../src/connectors/correlation.ts';
import { withAbort } from '../../../src/connectors/odoo/abort.ts';
import { connectTo, failureOf, startFakeOdoo } from './fake-odoo.ts';
import type { FakeOdoo } from './fake-odoo.ts';

/** A fake whose answers wait until they are let go. */
const gated = async (): Promise<{ fake: FakeOdoo; letGo: () => void; arrived: (count: number) => Promise<void> }> => {
  const gate = Promise.withResolvers<undefined>();
  let noticed = Promise.withResolvers<undefined>();
  const fake = await startFakeOdoo({
    answer: async () => {
      noticed.resolve(undefined);
      await gate.promise;
      return { result: [] };
    },
  });
  return {
    fake,
    letGo: () => gate.resolve(undefined),
    arrived: async (count) => {
      while (fake.calls.length < count) {
        await noticed.promise;
        noticed = Promise.withResolvers<undefined>();
      }
    },
  };
};

const idsOf = (fake: FakeOdoo): readonly (readonly number[])[] => fake.of('sale.order.read').map((call) => call.ids);
const parts = { lines: false, pickings: false };

describe('calls to Odoo travel together', () => {
  it('that are made at the same time', async () => {
    const fake = await startFakeOdoo({ answer: () => ({ result: [] }) });
    const { odoo } = await connectTo(fake.url);
    await Promise.all([1, 2, 3, 2].map((id) => odoo.readSaleOrder(id, parts)));
    await fake.close();
    assert.deepEqual(idsOf(fake), [[1, 2, 3]]);
  });

  it('up to a batch', async () => {
    const fake = await startFakeOdoo({ answer: () => ({ result: [] }) });
    const { odoo } = await connectTo(fake.url, { grouping: { windowMs: 5, batch: 2 } });
    await Promise.all([1, 2, 3, 4, 5].map((id) => odoo.readSaleOrder(id, parts)));
    await fake.close();
    assert.deepEqual([...idsOf(fake)].sort(), [[1, 2], [3, 4], [5]]);
  });

  it('and gather while all slots are taken', async () => {
    const { fake, letGo, arrived } = await gated();
    const { odoo } = await connectTo(fake.url, { concurrency: 1, grouping: { windowMs: 0, batch: 50 } });
    const first = odoo.readSaleOrder(1, parts);
    await arrived(1);
    const others: Promise<unknown>[] = [];
    for (const id of [2, 3, 4]) {
      others.push(odoo.readSaleOrder(id, parts));
      await new Promise((resolve) => setImmediate(resolve));
    }
    letGo();
    await Promise.all([first, ...others]);
    await fake.close();
    assert.deepEqual(idsOf(fake), [[1], [2, 3, 4]]);
  });

  it('never more at once than the concurrency', async () => {
    const { fake, letGo, arrived } = await gated();
    const { odoo } = await connectTo(fake.url, { concurrency: 2 });
    const closing = [1, 2, 3].map((id) => odoo.closeActivity(id, ''));
    await arrived(2);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(fake.calls.length, 2);
    letGo();
    await Promise.all(closing);
    await fake.close();
  });

  it('and what reserves stock goes one group after another, since two would get into each other’s way', async () => {
    let atOnce = 0;
    let most = 0;
    const fake = await startFakeOdoo({
      answer: async () => {
        most = Math.max(most, (atOnce += 1));
        await new Promise((resolve) => setImmediate(resolve));
        atOnce -= 1;
        return { result: true };
      },
    });
    const { odoo } = await connectTo(fake.url, { concurrency: 4, grouping: { windowMs: 0, batch: 2 } });
    await Promise.all([1, 2, 3, 4, 5, 6].map((id) => odoo.confirmSaleOrder(id)));
    await fake.close();
    assert.deepEqual([fake.calls.length, most], [3, 1]);
  });

  it('and watching goes first', async () => {
    const { fake, letGo, arrived } = await gated();
    const { odoo } = await connectTo(fake.url, { concurrency: 1 });
    const first = odoo.closeActivity(1, '');
    await arrived(1);
    const second = odoo.closeActivity(2, '');
    const watching = odoo.readChanges(new Date());
    letGo();
    await Promise.all([first, second, watching]);
    await fake.close();
    assert.deepEqual(
      fake.calls.map((call) => call.model),
      ['mail.activity', 'sale.order', 'stock.picking', 'mail.activity'],
    );
  });

  it('and a member cancelled while it waits is taken out', async () => {
    const { fake, letGo, arrived } = await gated();
    const { odoo } = await connectTo(fake.url, { concurrency: 1, grouping: { windowMs: 0, batch: 50 } });
    const first = odoo.readSaleOrder(1, parts);
    await arrived(1);
    const stop = new AbortController();
    const cancelled = withAbort(stop.signal, () => odoo.readSaleOrder(2, parts));
    const other = odoo.readSaleOrder(3, parts);
    stop.abort(new Error('stopped'));
    await assert.rejects(cancelled, /stopped/);
    letGo();
    await Promise.all([first, other]);
    await fake.close();
    assert.deepEqual(idsOf(fake), [[1], [3]]);
  });

  it('and a member cancelled on its way leaves the others their answer', async () => {
    const { fake, letGo, arrived } = await gated();
    const { odoo } = await connectTo(fake.url);
    const stop = new AbortController();
    const cancelled = withAbort(stop.signal, () => odoo.readSaleOrder(1, parts));
    const other = odoo.readSaleOrder(2, parts);
    await arrived(1);
    stop.abort(new Error('stopped'));
    await assert.rejects(cancelled, /stopped/);
    letGo();
    assert.equal(await other, null);
    await fake.close();
  });

  it('and a call cancelled before it is made is not made', async () => {
    const fake = await startFakeOdoo();
    const { odoo } = await connectTo(fake.url);
    const aborted = AbortSignal.abort(new Error('stopped'));
    await assert.rejects(
      withAbort(aborted, () => odoo.cancelSaleOrder(1)),
      /stopped/,
    );
    await assert.rejects(
      withAbort(aborted, () => odoo.confirmSaleOrder(1)),
      /stopped/,
    );
    await odoo.close();
    await fake.close();
    assert.equal(fake.calls.length, 0);
  });

  it('and a failure of the network is everybody’s without a second call', async () => {
    const fake = await startFakeOdoo({ answer: () => 'drop' });
    const { odoo } = await connectTo(fake.url);
    const types = [1, 2].map(async (id) => (await failureOf(odoo.readSaleOrder(id, parts))).type);
    assert.deepEqual(await Promise.all(types), ['Unavailable', 'Unavailable']);
    await fake.close();
    assert.equal(fake.calls.length, 1);
  });

  it('and a record the user may not see fails alone', async () => {
    const fake = await startFakeOdoo({
      answer: ({ ids }) => (ids.includes(2) ? { exception: 'odoo.exceptions.AccessError' } : { result: [] }),
    });
    const { odoo } = await connectTo(fake.url);
    const settled = await Promise.allSettled([1, 2, 3].map((id) => odoo.readSaleOrder(id, parts)));
    await fake.close();
    assert.deepEqual(
      settled.map((one) => one.status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
  });

  it('and the exchange log names the run when it is one, and every record', async () => {
    const fake = await startFakeOdoo({ answer: () => ({ result: [] }) });
    const { odoo, exchanges } = await connectTo(fake.url);
    const read = (workflowId: string, id: number): Promise<unknown> =>
      withCorrelation({ workflowId }, () => odoo.readSaleOrder(id, parts));
    await Promise.all([read('order:a', 1), read('order:a', 2)]);
    await Promise.all([read('order:a', 3), read('order:b', 4)]);
    await fake.close();
    assert.deepEqual(
      exchanges.map(({ workflowId, externalIds }) => [workflowId, externalIds]),
      [
        ['order:a', ['1', '2']],
        [null, ['3', '4']],
      ],
    );
  });
});
