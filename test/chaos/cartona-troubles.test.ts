import assert from 'node:assert/strict';
import type { FaultRuleInput } from '../../sandbox/fault-rules.ts';
import { assertOnce, bothEndsOf } from '../support/chaos-counts.ts';
import { bySupplier } from '../support/chaos-lives.ts';
import { patience, placeOrders, untilAllClosed, untilAllTold } from '../support/chaos-orders.ts';
import { underWay } from '../support/under-way.ts';
import { useService } from '../support/use-service.ts';
import { waitFor } from '../support/wait.ts';

const timeoutMs = 2_000;
const asked = { 'Retry-After': '1' };

/** `isPullLost`: the answer breaks the contract, so the pull fails at once and the next one makes up for it. */
const cases: readonly {
  readonly trouble: string;
  readonly fault: Omit<FaultRuleInput, 'system'>;
  readonly isPullLost?: boolean;
}[] = [
  { trouble: '429 and Retry-After', fault: { times: 5, effect: { type: 'status', status: 429, headers: asked } } },
  { trouble: '503', fault: { times: 3, effect: { type: 'status', status: 503 } } },
  { trouble: 'refused connections', fault: { times: 3, effect: { type: 'refuse-connection' } } },
  {
    trouble: 'pages that trickle',
    fault: { path: 'pull', effect: { type: 'slow-body', bytesPerSecond: 100 } },
  },
  { trouble: 'pages that are cut', fault: { path: 'pull', effect: { type: 'cut-body' } }, isPullLost: true },
  { trouble: 'empty pages', fault: { path: 'pull', effect: { type: 'empty-body' } }, isPullLost: true },
  { trouble: 'HTML for a page', fault: { path: 'pull', effect: { type: 'html-body' } }, isPullLost: true },
  { trouble: 'a huge page', fault: { path: 'pull', effect: { type: 'huge-body', bytes: 11e6 } }, isPullLost: true },
  {
    trouble: 'slow answers to a status',
    fault: { path: 'status', times: 3, effect: { type: 'late-answer', ms: 4_000 } },
  },
  { trouble: 'cut answers to a status', fault: { path: 'status', times: 3, effect: { type: 'cut-body' } } },
];

describe('Cartona in trouble', function () {
  const service = useService({ settings: { timeoutMs } });
  afterEach(() => service().sandbox.faults.clear());

  for (const { trouble, fault, isPullLost = false } of cases) {
    it(`with ${trouble} loses and doubles nothing`, async () => {
      const { shop, sandbox } = service();
      const active = sandbox.faults.add({ system: 'cartona', ...fault });
      const ids = placeOrders(service(), 5);
      if (isPullLost) await assert.rejects(shop.pull());
      await shop.pull();
      await untilAllTold(service(), ids, 'synced');
      const told = await bySupplier(service(), ids);
      await untilAllClosed(service(), ids);
      assert.equal(active.hits, fault.times ?? 1, 'calls that were hit');
      assertOnce(bothEndsOf(sandbox), ids, { told, pickings: ['done'] });
    });
  }

  it('with HTML in place of an answer to a status needs a person once, and retry finds it done', async () => {
    const { shop, sandbox } = service();
    const [id = ''] = placeOrders(service(), 1);
    await shop.pull();
    await untilAllTold(service(), [id], 'synced');
    sandbox.faults.add({ system: 'cartona', path: 'status', effect: { type: 'html-body' } });
    const life = underWay(bySupplier(service(), [id]));
    await shop.untilAttention(id, 'bad-payload');
    assert.equal((await shop.act(id, 'retry')).status, 200);
    const told = await life;
    await untilAllClosed(service(), [id]);
    assertOnce(bothEndsOf(sandbox), [id], { told, pickings: ['done'] });
  });

  it('that revokes the token in the middle is one notice, and everything goes on after a new token', async () => {
    const { shop, sandbox, rest, store } = service();
    const ids = placeOrders(service(), 30);
    const last = sandbox.faults.add({
      system: 'cartona',
      path: 'update-order-status',
      times: 10,
      effect: { type: 'late-answer', ms: 0 },
    });
    await shop.pull();
    await waitFor(
      'ten acknowledgements',
      () => last.hits,
      (hits) => hits === 10,
      patience,
    );
    shop.cartona.changeSettings({ token: null });
    const paused = () => rest.get('/api/connections/cartona/status').then(({ text }) => text);
    await waitFor('the paused connection', paused, (text) => text.includes('"unauthorized"'), patience);
    const notices = await store.db.selectFrom('attention').selectAll().where('kind', '=', 'unauthorized').execute();
    assert.equal(notices.length, 1);

    const token = 'another-token-of-the-supplier';
    shop.cartona.changeSettings({ token });
    assert.equal((await rest.call('PUT', '/api/connections/cartona', { secrets: { token } })).status, 200);
    await untilAllTold(service(), ids, 'synced');
    const told = await bySupplier(service(), ids);
    await untilAllClosed(service(), ids);
    assertOnce(bothEndsOf(sandbox), ids, { told, pickings: ['done'] });
    const after = await store.db.selectFrom('attention').selectAll().where('kind', '=', 'unauthorized').execute();
    assert.equal(after.length, 1);
    assert.notEqual(after[0]?.resolved_at, null);
  });

  it('that is away, with Odoo away too, is waited for; an hour of it is one notice, and nothing is to be pressed', async () => {
    const { shop, sandbox, store } = service();
    const known = placeOrders(service(), 10);
    await shop.pull();
    await untilAllTold(service(), known, 'synced');
    const outages = ['odoo', 'cartona'].map((system) => sandbox.faults.add({ system, effect: { type: 'outage' } }));
    for (const id of known) await service().odoo.confirm(await saleOrderOf(id));
    const ids = placeOrders(service(), 10);
    const pulled = underWay(shop.pull());
    const notices = (): Promise<{ connection: string; resolved_at: Date | null }[]> =>
      store.db
        .selectFrom('attention')
        .select(['connection', 'resolved_at'])
        .where('kind', '=', 'unavailable')
        .orderBy('connection')
        .execute();
    const longAgo = () =>
      store.db
        .updateTable('connection_activity')
        .set({ unavailable_since: new Date(Date.now() - 61 * 60_000) })
        .where('unavailable_since', 'is not', null)
        .returning('connection')
        .execute();
    await waitFor('both noted as away', longAgo, (rows) => rows.length === 2, patience);
    await waitFor('a notice of each', notices, (rows) => rows.length === 2, patience);
    for (const { id } of outages) sandbox.faults.remove(id);
    await pulled;
    await untilAllTold(service(), ids, 'synced');
    await untilAllTold(service(), known, 'approved');
    const told = await bySupplier(service(), [...ids, ...known]);
    await untilAllClosed(service(), [...ids, ...known]);
    assertOnce(bothEndsOf(sandbox), [...ids, ...known], { told, pickings: ['done'] });
    const after = await waitFor(
      'no notice open',
      notices,
      (rows) => rows.every((row) => row.resolved_at !== null),
      patience,
    );
    assert.deepEqual(
      after.map(({ connection }) => connection),
      ['cartona', 'odoo'],
    );
  });

  const saleOrderOf = async (id: string): Promise<number> => (await service().shop.order(id))?.odoo?.saleOrderId ?? 0;
});
