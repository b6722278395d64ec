import assert from 'node:assert/strict';
import { aSandbox } from './a-sandbox.ts';
import type { RunningSandbox } from './a-sandbox.ts';
import type { FaultRuleInput } from '../../sandbox/fault-rules.ts';
import { waitUntil } from '../../src/runtime/wait-until.ts';

describe('the faults of the sandbox', () => {
  let running: RunningSandbox;
  let id: string;

  beforeEach(async () => {
    running = await aSandbox();
    id = running.sandbox.cartona.control.createOrders({ template: { lines: 1 } })[0]?.hashed_id ?? '';
  });
  afterEach(() => running.sandbox.close());

  const add = async (rule: FaultRuleInput): Promise<void> => {
    const { status, text } = await running.call('POST', '/_faults', rule);
    assert.equal(status, 201, text);
  };
  const approve = () => running.cartona('POST', `order/update-order-status/${id}`, { status: 'approved' });
  const statusAtCartona = () => running.sandbox.cartona.control.order(id).status;

  it('drops the answer of a call that was executed', async () => {
    await add({ system: 'cartona', effect: { type: 'drop-answer' } });
    await assert.rejects(approve(), /fetch failed/);
    assert.equal(statusAtCartona(), 'approved');
  });

  for (const type of ['refuse-connection', 'reset-before'] as const) {
    it(`breaks the connection before anything is executed (${type})`, async () => {
      await add({ effect: { type } });
      await assert.rejects(approve(), /fetch failed/);
      assert.equal(statusAtCartona(), 'pending');
      assert.equal((await approve()).status, 200);
    });
  }

  it('answers a status with headers and body, and executes nothing', async () => {
    const effect = { type: 'status', status: 429, headers: { 'Retry-After': '7' }, body: 'slow down' } as const;
    await add({ effect });
    const answer = await approve();
    assert.equal(answer.status, 429);
    assert.equal(answer.headers.get('retry-after'), '7');
    assert.equal(answer.text, 'slow down');
    assert.equal(statusAtCartona(), 'pending');
  });

  it('hangs and then executes', async () => {
    await add({ effect: { type: 'hang', ms: 60 } });
    const startedAt = performance.now();
    assert.equal((await approve()).status, 200);
    assert.ok(performance.now() - startedAt >= 55);
    assert.equal(statusAtCartona(), 'approved');
  });

  it('hangs and executes nothing', async () => {
    await add({ effect: { type: 'hang', ms: 20, execute: false } });
    await assert.rejects(approve(), /fetch failed/);
    assert.equal(statusAtCartona(), 'pending');
  });

  it('executes at once and answers late', async () => {
    await add({ effect: { type: 'late-answer', ms: 60_000 } });
    await assert.rejects(
      fetch(`${running.url}/cartona/api/v1/order/update-order-status/${id}`, {
        method: 'POST',
        headers: { AuthorizationToken: 'cartona-sandbox-token' },
        body: JSON.stringify({ status: 'approved' }),
        signal: AbortSignal.timeout(100),
      }),
      /timeout/,
    );
    assert.equal(statusAtCartona(), 'approved');
  });

  it('lets a body trickle', async () => {
    const { text } = await running.cartona('GET', 'order/pull-orders');
    await add({ effect: { type: 'slow-body', bytesPerSecond: text.length * 5 } });
    const startedAt = performance.now();
    assert.equal((await running.cartona('GET', 'order/pull-orders')).text, text);
    assert.ok(performance.now() - startedAt >= 150);
  });

  it('cuts a body under the length of the whole', async () => {
    await add({ effect: { type: 'cut-body' } });
    const response = await fetch(`${running.url}/cartona/api/v1/order/pull-orders`, {
      headers: { AuthorizationToken: 'cartona-sandbox-token' },
    });
    assert.equal(response.status, 200);
    assert.ok(Number(response.headers.get('content-length')) > 100);
    await assert.rejects(response.text(), /terminated/);
  });

  it('answers without a body', async () => {
    await add({ effect: { type: 'empty-body' } });
    const answer = await approve();
    assert.deepEqual([answer.status, answer.text], [200, '']);
    assert.equal(statusAtCartona(), 'approved');
  });

  it('answers a page of HTML', async () => {
    await add({ effect: { type: 'html-body' } });
    const answer = await approve();
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type') ?? '', /text\/html/);
    assert.match(answer.text, /^<!doctype html>/);
  });

  it('floods with a body of any size', async () => {
    await add({ effect: { type: 'huge-body', bytes: 11 * 1024 * 1024 } });
    const { text, json } = await running.cartona('GET', 'order/pull-orders');
    assert.equal(text.length, 11 * 1024 * 1024);
    assert.deepEqual(json, []);
  });

  it('is away until the rule is deleted', async () => {
    await add({ id: 'away', system: 'cartona', effect: { type: 'outage' } });
    for (let attempt = 0; attempt < 3; attempt += 1) await assert.rejects(approve(), /fetch failed/);
    assert.equal((await running.call('DELETE', '/_faults/away')).status, 200);
    assert.equal((await approve()).status, 200);
  });

  it('is away, behind a proxy that says so, for a time', async () => {
    await add({ effect: { type: 'outage', as: 'unavailable', ms: 150 } });
    assert.equal((await approve()).status, 503);
    assert.ok(await waitUntil(async () => (await approve()).status === 200, { withinMs: 5000 }));
    assert.equal(statusAtCartona(), 'approved');
  });

  it('leaves control routes and pages alone, so that people can look during an outage', async () => {
    await add({ effect: { type: 'outage' } });
    assert.equal((await running.call('GET', '/cartona/')).status, 200);
    assert.equal((await running.call('GET', '/cartona/_control/summary')).status, 200);
  });

  describe('choose the calls they hit', () => {
    const outcomes = async (calls: number): Promise<number[]> => {
      const seen: number[] = [];
      for (let call = 0; call < calls; call += 1) seen.push((await running.cartona('GET', 'order/pull-orders')).status);
      return seen;
    };
    const effect = { type: 'status', status: 500 } as const;

    const cases: { name: string; rule: Omit<FaultRuleInput, 'effect'>; hits: number[] }[] = [
      { name: 'once by default', rule: {}, hits: [500, 200, 200, 200] },
      { name: 'a number of times', rule: { times: 2 }, hits: [500, 500, 200, 200] },
      { name: 'for ever', rule: { times: 'unlimited' }, hits: [500, 500, 500, 500] },
      { name: 'after some that are left alone', rule: { skip: 2 }, hits: [200, 200, 500, 200] },
      { name: 'never with probability 0', rule: { probability: 0, times: 'unlimited' }, hits: [200, 200, 200, 200] },
      { name: 'by system', rule: { system: 'odoo' }, hits: [200, 200, 200, 200] },
      { name: 'by method', rule: { method: 'get' }, hits: [500, 200, 200, 200] },
      { name: 'by path', rule: { path: 'pull-orders$' }, hits: [500, 200, 200, 200] },
      { name: 'not on another path', rule: { path: 'update-order-status' }, hits: [200, 200, 200, 200] },
      { name: 'not a plain call by a remote method', rule: { rpc: { model: 'x' } }, hits: [200, 200, 200, 200] },
    ];
    for (const { name, rule, hits } of cases) {
      it(name, async () => {
        await add({ ...rule, effect });
        assert.deepEqual(await outcomes(4), hits);
      });
    }

    it('counts what it matched and what it hit', async () => {
      await add({ id: 'counted', skip: 1, times: 2, effect });
      await outcomes(5);
      const [fault] = (await running.call('GET', '/_faults')).json as { matched: number; hits: number }[];
      assert.deepEqual([fault?.matched, fault?.hits], [3, 2]);
    });

    it('takes the next rule when one is spent', async () => {
      await add({ effect: { type: 'status', status: 503 } });
      await add({ effect });
      assert.deepEqual(await outcomes(3), [503, 500, 200]);
    });
  });

  it('lets a transaction of Odoo commit later than its write_date says', async () => {
    await add({
      system: 'odoo',
      rpc: { model: 'product.template', method: 'write' },
      effect: { type: 'late-commit', ms: 1_100 },
    });
    const { seeded, simulator } = running.sandbox.odoo();
    const [product] = seeded.products;
    assert.ok(product !== undefined);
    const price = () => simulator.door.row('product.template', product.templateId)?.['list_price'];
    const args = ['sandbox', 2, 'admin', 'product.template', 'write', [[product.templateId], { list_price: 7 }]];
    const params = { service: 'object', method: 'execute_kw', args };
    const startedAt = Date.now();
    const writing = running.call('POST', '/odoo/jsonrpc', { jsonrpc: '2.0', method: 'call', id: 1, params });
    assert.ok(await waitUntil(() => running.sandbox.faults.list()[0]?.hits === 1, { withinMs: 5000, everyMs: 5 }));
    assert.equal(price(), product.price, 'not seen before its commit');
    assert.equal((await writing).status, 200);
    assert.equal(price(), 7);
    const written = String(simulator.door.row('product.product', product.id)?.['write_date']);
    assert.ok(Date.parse(`${written.slice(0, 23)}Z`) - startedAt < 1_000, 'as old as its start');
    assert.ok(Date.now() - startedAt >= 1_100);
  });

  it('refuses a rule it does not understand, and says why', async () => {
    const answer = await running.call('POST', '/_faults', { path: '(', effect: { type: 'status', status: 99 } });
    assert.equal(answer.status, 422);
    assert.match(answer.text, /is not a regular expression/);
  });

  it('closes at once with calls hanging', async () => {
    await add({ effect: { type: 'hang', ms: 60_000 } });
    const hanging = assert.rejects(approve());
    assert.ok(await waitUntil(() => running.sandbox.faults.list()[0]?.hits === 1, { withinMs: 5000, everyMs: 5 }));
    const startedAt = performance.now();
    await running.sandbox.close();
    await hanging;
    assert.ok(performance.now() - startedAt < 1000);
    running = await aSandbox();
  });
});
