import assert from 'node:assert/strict';
import type { FaultRuleInput } from '../../sandbox/fault-rules.ts';
import { openPosShop } from '../support/pos-shop.ts';
import type { PosShop } from '../support/pos-shop.ts';
import { underWay } from '../support/under-way.ts';
import { useService } from '../support/use-service.ts';
import { waitFor } from '../support/wait.ts';

const bread = (quantity: number) => ({ name: 'Pita bread, 5 pieces', quantity });
const cash = { mode: 1, cardType: 'Cash' };
/** One line, paid in cash to the piastre: one payment and one transfer each. */
const plain = { lines: [bread(1)], payments: [cash] };

const inOdoo = (model: string, method: string, effect: FaultRuleInput['effect']): FaultRuleInput => ({
  system: 'odoo',
  rpc: { model, method },
  effect,
});
const lost = { type: 'drop-answer' } as const;

describe('orders of a point of sale, when something goes wrong', function () {
  this.timeout(120_000);
  const service = useService();
  let shop: PosShop;
  afterEach(() => service().sandbox.faults.clear());

  /** A point of sale of its own, which sold so often. */
  const openWith = async (count: number): Promise<void> => {
    shop = await openPosShop(service(), 'till');
    shop.source.createOrders({ count, template: plain });
  };
  /** Each is there once, with one payment and one transfer, and the session closes balanced. */
  const assertOnce = async (count: number): Promise<void> => {
    const { orders, doubled, states, lines, payments, pickings, donePickings } = await shop.countInOdoo();
    assert.deepEqual(
      { orders, doubled, states, lines, payments, pickings, donePickings },
      {
        orders: count,
        doubled: [],
        states: { paid: count },
        lines: count,
        payments: count,
        pickings: count,
        donePickings: count,
      },
    );
    assert.deepEqual(await shop.states(), { paid: count });
    const { isSuccessful, debit, credit } = await shop.closeSession();
    assert.ok(isSuccessful && debit === credit, `${debit} and ${credit}`);
  };

  const cases: readonly { trouble: string; fault: FaultRuleInput }[] = [
    { trouble: 'the answer to the opening of a session lost', fault: inOdoo('pos.session', 'load', lost) },
    {
      trouble: 'the answer to its opening control lost',
      fault: inOdoo('pos.session', 'set_opening_control', lost),
    },
    { trouble: 'the answer to the creation lost', fault: inOdoo('pos.order', 'load', lost) },
    {
      trouble: 'the answer to the payment lost, more than once',
      fault: { ...inOdoo('pos.make.payment', 'check', lost), skip: 3, times: 5 },
    },
    {
      trouble: 'a payment that lost a race',
      fault: {
        ...inOdoo('pos.make.payment', 'check', { type: 'odoo-error', kind: 'serialization' }),
        times: 4,
      },
    },
    {
      trouble: 'a creation that lost a race',
      fault: { ...inOdoo('pos.order', 'load', { type: 'odoo-error', kind: 'serialization' }), times: 2 },
    },
  ];
  for (const { trouble, fault } of cases) {
    it(`with ${trouble}: nothing is lost and nothing doubled`, async () => {
      await openWith(50);
      const active = service().sandbox.faults.add(fault);
      await shop.sync();
      await shop.untilCount('paid', 50);
      assert.equal(active.hits, fault.times ?? 1);
      await assertOnce(50);
    });
  }

  it('with the worker killed again and again in the middle of 1,000', async function () {
    this.timeout(300_000);
    await openWith(1_000);
    const run = underWay(shop.sync());
    for (const reached of [100, 400, 700]) {
      await waitFor(
        `${reached} paid`,
        () => shop.states(),
        (states) => (states.paid ?? 0) >= reached,
        { withinMs: 120_000 },
      );
      await service().workers.at(-1)?.kill();
      await service().startWorker();
    }
    await run;
    await shop.untilCount('paid', 1_000, 120_000);
    await assertOnce(1_000);
  });

  it('with two imports and a push at once', async () => {
    await openWith(100);
    const pushed = shop.source.orders().map(({ wire }) => wire);
    const [first, second, push] = await Promise.all([shop.sync(), shop.sync(), shop.push(pushed)]);
    assert.equal(push.status, 202, push.text);
    assert.deepEqual([first.status, second.status], ['success', 'success']);
    await shop.untilCount('paid', 100);
    await assertOnce(100);
  });

  it('with the session closed by a person in the middle of a batch', async () => {
    await openWith(120);
    const run = underWay(shop.sync());
    await waitFor(
      'some paid',
      () => shop.states(),
      (states) => (states.paid ?? 0) >= 20,
    );
    // Drafts keep it from being closed: the shopkeeper tries until it can be.
    await waitFor(
      'the session closed',
      () => shop.closeSession().catch((error: unknown) => ({ isSuccessful: false, error })),
      ({ isSuccessful }) => isSuccessful,
      { withinMs: 60_000 },
    );
    await run;
    await shop.untilState(shop.source.orders().at(-1)?.key ?? '', 'paid');
    await shop.untilCount('paid', 120);
    const { orders, doubled, states, payments, donePickings } = await shop.countInOdoo();
    assert.deepEqual([orders, doubled, payments, donePickings], [120, [], 120, 120]);
    assert.equal((states['paid'] ?? 0) + (states['done'] ?? 0), 120);
    const sessions = await shop.readInOdoo();
    const open = sessions.filter(({ state }) => state === 'paid').map(({ sessionId }) => sessionId);
    const closed = sessions.filter(({ state }) => state === 'done').map(({ sessionId }) => sessionId);
    assert.deepEqual(
      open.filter((id) => closed.includes(id)),
      [],
    );
  });

  it('with the source cut in the middle of its answer: what came whole is imported, the rest comes again', async () => {
    await openWith(300);
    shop.fault({ effect: { type: 'cut-body', afterPieces: 100 } });
    await shop.sync();
    await shop.untilCount('paid', 300);
    await assertOnce(300);
  });

  it('with the source away, slow and broken in turn: all are there in the end', async () => {
    await openWith(20);
    shop.fault({ effect: { type: 'refuse-connection' } });
    shop.fault({ effect: { type: 'status', status: 503 } });
    shop.fault({ effect: { type: 'status', status: 429, headers: { 'Retry-After': '1' } } });
    shop.fault({ effect: { type: 'slow-body', bytesPerSecond: 20_000 } });
    assert.equal((await shop.sync()).status, 'success');
    await assertOnce(20);
  });

  it('with a draft deleted in Odoo by a person: it is made again', async () => {
    await openWith(3);
    service().sandbox.faults.add({
      ...inOdoo('pos.make.payment', 'check', { type: 'outage', as: 'unavailable' }),
      id: 'away',
    });
    const run = underWay(shop.sync());
    await waitFor(
      'drafts',
      () => shop.countInOdoo(),
      ({ states }) => states['draft'] === 3,
    );
    const drafts = (await shop.readInOdoo()).map(({ id }) => id);
    await service().odoo.call('pos.order', 'unlink', [drafts.slice(0, 1)]);
    service().sandbox.faults.remove('away');
    await run;
    await shop.untilCount('paid', 3);
    await assertOnce(3);
  });
});
