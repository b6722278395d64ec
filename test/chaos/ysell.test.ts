import assert from 'node:assert/strict';
import type { FaultRuleInput } from '../../sandbox/fault-rules.ts';
import { openPrepShop } from '../support/prep-shop.ts';
import type { PrepShop } from '../support/prep-shop.ts';
import { underWay } from '../support/under-way.ts';
import { useService } from '../support/use-service.ts';
import { waitFor } from '../support/wait.ts';

const create = { method: 'POST', path: '/orders/create' } as const;
const read = { method: 'GET', path: '/orders/status' } as const;
/** Longer than the calls of these tests may take: whoever waits for it gives up or is killed. */
const hangMs = 20_000;

describe('shipments, when something goes wrong', () => {
  const service = useService();
  let shop: PrepShop;
  afterEach(async () => {
    service().sandbox.faults.clear();
    await shop.close();
  });

  const open = async (settings: Readonly<Record<string, unknown>> = {}): Promise<void> => {
    shop = await openPrepShop(service(), 'centre', { settings });
  };
  /** It is there once, and came back as one draft transfer. */
  const assertOnce = async (id: number): Promise<void> => {
    await shop.moveTo(id, 'Done');
    await shop.untilClosed(id, 'delivered');
    assert.equal((await shop.atCentre(id)).length, 1);
    assert.deepEqual(
      (await shop.transfers(id)).map(({ state }) => state),
      ['draft'],
    );
  };

  describe('an answer to the creation that gets lost', () => {
    it('is found out by a look: the order is there, once', async () => {
      await open();
      shop.fault({ ...create, effect: { type: 'drop-answer' } });
      const id = await shop.sell();
      await shop.untilSent(id);
      await assertOnce(id);
    });

    it('is found out by two looks, a timeout apart: the order is not there, and is sent again', async () => {
      await open({ timeoutMs: 1_000 });
      shop.fault({ ...create, effect: { type: 'hang', ms: hangMs, execute: false } });
      const begun = Date.now();
      const id = await shop.sell();
      await shop.untilSent(id);
      assert.ok(Date.now() - begun > 12_000, `sent again after ${Date.now() - begun} ms only`);
      await assertOnce(id);
    });

    it('is never sent again by itself where nothing can be looked up', async () => {
      await open({ lookup: 'none' });
      shop.fault({ ...create, effect: { type: 'drop-answer' } });
      const id = await shop.sell();
      const { attention } = await shop.untilAttention(id, 'outcome-unknown');
      assert.match(attention[0]?.reason ?? '', /Retry only if it is not there/);
      assert.equal((await shop.atCentre(id)).length, 1);
      const cancelled = await shop.act(id, 'cancel', { reason: 'no more' });
      assert.equal(cancelled.status, 409, 'it may be there');
      await shop.act(id, 'skip', { reason: 'it is there' });
      await shop.untilClosed(id, 'skipped');
      assert.equal((await shop.atCentre(id)).length, 1);
    });

    it('is sent again where a person says that it is not there', async () => {
      await open({ lookup: 'none', timeoutMs: 1_000 });
      shop.fault({ ...create, effect: { type: 'hang', ms: hangMs, execute: false } });
      const id = await shop.sell();
      await shop.untilAttention(id, 'outcome-unknown');
      await shop.act(id, 'retry');
      await shop.untilSent(id);
      await assertOnce(id);
    });
  });

  it('an answer without an id is followed by a look', async () => {
    await open();
    shop.ysell.setAnswer({ createdId: 'none' });
    const id = await shop.sell();
    await shop.untilSent(id);
    await assertOnce(id);
  });

  it('an answer without an id, followed by a look that fails, waits for a person and is never sent again by itself', async () => {
    await open();
    shop.ysell.setAnswer({ createdId: 'none' });
    // The look before it was sent is answered, the one after it is not.
    shop.fault({ ...read, skip: 1, times: 'unlimited', effect: { type: 'status', status: 503 } });
    const id = await shop.sell();
    await shop.untilAttention(id, 'outcome-unknown');
    shop.sandbox.faults.clear();
    assert.equal((await shop.atCentre(id)).length, 1);
    // A look into Odoo does not lead to another send.
    await service().odoo.write('sale.order', id, { note: 'changed' });
    await shop.follow();
    assert.equal((await shop.atCentre(id)).length, 1);
    assert.equal((await shop.view(id))?.attention[0]?.kind, 'outcome-unknown');
  });

  it('an answer without an id, and nothing to be looked up, waits for a person', async () => {
    await open({ lookup: 'none' });
    shop.ysell.setAnswer({ createdId: 'none' });
    const id = await shop.sell();
    await shop.untilAttention(id, 'outcome-unknown');
    assert.equal((await shop.atCentre(id)).length, 1);
  });

  it('an order that is there already is not sent; one that is there twice waits for a person', async () => {
    await open();
    const receiver = { name: 'Nadia', phone: '1', street: 'Nile 1', city: 'Cairo' };
    const entered = (reference: string) =>
      shop.ysell.createOrder({ reference, receiver, items: [{ productId: 'Y-1', quantity: 1 }] });
    const quoted = await shop.quote();
    const { name } = await service().odoo.saleOrder(quoted);
    const { id: first } = entered(name);
    await service().odoo.confirm(quoted);
    assert.equal((await shop.untilSent(quoted)).centre?.id, String(first));
    await assertOnce(quoted);

    const twice = await shop.quote();
    const { name: other } = await service().odoo.saleOrder(twice);
    const ids = [entered(other).id, entered(other).id];
    await service().odoo.confirm(twice);
    const { attention } = await shop.untilAttention(twice, 'ambiguous-record');
    for (const id of ids) assert.ok(attention[0]?.reason.includes(String(id)), attention[0]?.reason);
    shop.ysell.setStatus(ids[0] ?? 0, { status: '8' });
    await shop.act(twice, 'retry');
    assert.equal((await shop.untilSent(twice)).centre?.id, String(ids[1]));
    assert.equal((await shop.atCentre(twice)).length, 2);
  });

  it('a key that is revoked pauses the connection with one notice, and everything goes on with the next', async () => {
    await open();
    const { rest } = service();
    const sent = await shop.sell();
    await shop.untilSent(sent);
    shop.ysell.setAnswer({ key: 'another-key' });
    const ids = [await shop.sell(), await shop.sell(), await shop.sell()];
    await waitFor(
      'the pause',
      () => rest.get(`/api/connections/${shop.id}`),
      ({ text }) => text.includes('"state":"unauthorized"'),
    );
    const notices = await rest.get(`/api/attention?connection=${shop.id}`);
    assert.equal(notices.text.match(/"kind":/g)?.length, 1, notices.text);
    assert.doesNotMatch(notices.text, /sandbox-key|another-key/);
    await shop.change({ secrets: { apiKey: 'another-key' } });
    for (const id of ids) await shop.untilSent(id);
    for (const id of ids) assert.equal((await shop.atCentre(id)).length, 1);
    await assertOnce(sent);
  });

  it('a prep centre that answers with a page, with errors, or not at all is asked again until it answers', async () => {
    await open();
    const troubles = [
      { ...read, effect: { type: 'status', status: 500 } },
      { ...read, effect: { type: 'reset-before' } },
      { ...create, effect: { type: 'reset-before' } },
      { ...create, effect: { type: 'status', status: 503, headers: { 'retry-after': '1' } } },
      { ...create, effect: { type: 'status', status: 429, headers: { 'retry-after': '1' } } },
      { ...create, effect: { type: 'html-body' } },
    ] as const;
    const ids: number[] = [];
    for (const trouble of troubles) {
      shop.fault(trouble);
      const id = await shop.sell();
      ids.push(id);
      await shop.untilSent(id);
    }
    for (const id of ids) assert.equal((await shop.atCentre(id)).length, 1);
  });

  it('one order that it does not know any more keeps nobody from being followed', async () => {
    await open();
    const ids = [await shop.sell(), await shop.sell(), await shop.sell()];
    for (const id of ids) await shop.untilSent(id);
    const [lost = 0, ...others] = ids;
    const { centre } = await shop.untilSent(lost);
    shop.fault({
      ...read,
      path: `id=${centre?.id ?? ''}`,
      times: 'unlimited',
      effect: { type: 'status', status: 404 },
    });
    for (const id of others) {
      const [there] = await shop.atCentre(id);
      shop.ysell.setStatus(there?.id ?? 0, { status: 'Done' });
    }
    await shop.follow();
    await shop.untilAttention(lost, 'rejected');
    for (const id of others) await shop.untilClosed(id, 'delivered');
    const { revision } = (await shop.row(lost)) ?? {};
    await shop.follow();
    assert.equal((await shop.row(lost))?.revision, revision, 'its run is told once');
    shop.sandbox.faults.clear();
    await shop.follow();
    await shop.until(lost, 'is known again', ({ attention }) => attention.length === 0);
  });

  it('answers of which none makes sense are one notice, until they do again', async () => {
    await open();
    const ids: number[] = [];
    for (let count = 0; count < 4; count += 1) ids.push(await shop.sell());
    for (const id of ids) await shop.untilSent(id);
    shop.fault({ ...read, times: 'unlimited', effect: { type: 'html-body' } });
    await shop.follow();
    const { rest } = service();
    const notices = await rest.get(`/api/attention?connection=${shop.id}`);
    assert.partialDeepStrictEqual(notices.body, { items: [{ kind: 'bad-payload', target: { type: 'connection' } }] });
    assert.equal(notices.text.match(/"kind":/g)?.length, 1, notices.text);
    shop.sandbox.faults.clear();
    assert.partialDeepStrictEqual(await shop.follow(), { asked: 4 });
    assert.partialDeepStrictEqual((await rest.get(`/api/attention?connection=${shop.id}`)).body, { items: [] });
  });

  it('more orders than its rate allows at once are all asked after, within the rate', async () => {
    await open({ requestsPerSecond: 40 });
    shop.ysell.setAnswer({ rateLimit: { requestsPerSecond: 50, burst: 10, retryAfterSeconds: 1 } });
    const ids: number[] = [];
    for (let count = 0; count < 100; count += 1) ids.push(await shop.sell());
    for (const id of ids) await shop.untilSent(id);
    const counts = await shop.follow();
    assert.equal(counts.asked, 100);
    const refused = await service()
      .store.db.selectFrom('exchanges')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('connection', '=', shop.id)
      .where('status', '=', 429)
      .executeTakeFirstOrThrow();
    assert.equal(refused.count, 0);
  });
});

const inOdoo = (model: string, method: string, effect: FaultRuleInput['effect']): FaultRuleInput => ({
  system: 'odoo',
  rpc: { model, method },
  effect,
});
const late = { type: 'late-answer', ms: hangMs } as const;
const never = { type: 'hang', ms: hangMs, execute: false } as const;

/** Each call that moves a shipment, held until the worker is killed: done there, or not begun. */
const steps: readonly {
  step: string;
  at: 'centre' | 'odoo';
  fault: Omit<FaultRuleInput, 'system'>;
  isDone?: boolean;
}[] = [
  { step: 'the look at the order', at: 'odoo', fault: inOdoo('sale.order', 'web_read', late) },
  { step: 'the look-up before the first send', at: 'centre', fault: { ...read, effect: late } },
  { step: 'the creation, which was done', at: 'centre', fault: { ...create, effect: late } },
  { step: 'the creation, which was not done', at: 'centre', fault: { ...create, effect: never } },
  { step: 'the question after its status', at: 'centre', fault: { ...read, effect: late }, isDone: true },
  { step: 'the transfer, which was made', at: 'odoo', fault: inOdoo('stock.picking', 'load', late), isDone: true },
  { step: 'the transfer, which was not made', at: 'odoo', fault: inOdoo('stock.picking', 'load', never), isDone: true },
  { step: 'a note in the chatter', at: 'odoo', fault: inOdoo('mail.message', 'load', late) },
];

describe('shipments whose worker is killed', () => {
  // All calls that are held are on the wire at once.
  const service = useService({ env: { ODOO_CONCURRENCY: '12' } });

  it('at every step: each is there once, comes back once, and is noted once', async () => {
    const { sandbox, odoo } = service();
    const shop = await openPrepShop(service(), 'killed', { settings: { timeoutMs: 5_000 } });
    const done = [];
    for (const { isDone = false } of steps) done.push(isDone ? await shop.sell() : null);
    for (const id of done) if (id !== null) await shop.untilSent(id);
    const ids: number[] = [];
    for (const [index, { step, at, fault, isDone = false }] of steps.entries()) {
      const faults = at === 'centre' ? shop.sandbox.faults : sandbox.faults;
      const id = done[index] ?? (await shop.quote());
      const held = faults.add({ ...fault, ...(at === 'centre' ? { system: 'ysell' } : {}) });
      if (isDone) {
        const [there] = await shop.atCentre(id);
        shop.ysell.setStatus(there?.id ?? 0, { status: 'Done' });
        void underWay(shop.act(id, 'check'));
      } else {
        await odoo.confirm(id);
      }
      ids.push(id);
      await waitFor(
        `the call that is held at ${step}`,
        () => held.hits,
        (hits) => hits > 0,
      );
    }
    await service().workers.at(-1)?.kill();
    sandbox.faults.clear();
    shop.sandbox.faults.clear();
    await service().startWorker();
    for (const id of ids) {
      await shop.until(id, 'was sent', ({ centre }) => centre !== null);
      const [there] = await shop.atCentre(id);
      shop.ysell.setStatus(there?.id ?? 0, { status: 'Done' });
    }
    await shop.follow();
    for (const id of ids) {
      await shop.untilClosed(id, 'delivered');
      assert.equal((await shop.atCentre(id)).length, 1);
      assert.equal((await shop.transfers(id)).length, 1);
      const notes = await waitFor(
        'the notes',
        () => odoo.messages('sale.order', id).filter((text) => text.includes(shop.name)),
        (texts) => texts.some((text) => text.includes('delivered')),
      );
      assert.equal(new Set(notes).size, notes.length, notes.join('\n'));
    }
  });
});
