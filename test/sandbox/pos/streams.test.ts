import assert from 'node:assert/strict';
import type { FaultRuleInput } from '../../../sandbox/fault-rules.ts';
import { createPosSimulator } from '../../../sandbox/pos/server.ts';
import type { PosControl } from '../../../sandbox/pos/control.ts';
import { sandboxPosKey } from '../../../sandbox/server.ts';
import { aSandbox } from '../a-sandbox.ts';
import type { RunningSandbox } from '../a-sandbox.ts';

const headers = { 'X-API-Key': sandboxPosKey };

describe('long answers of the simulated point of sale', () => {
  let running: RunningSandbox;
  let control: PosControl;
  beforeEach(async () => {
    running = await aSandbox();
    ({ control } = running.sandbox.pos);
  });
  afterEach(() => running.sandbox.close());

  const add = (rule: FaultRuleInput) => running.sandbox.faults.add({ system: 'pos', ...rule });
  /** What came before the end or the cut. */
  const received = async (): Promise<{ text: string; isCut: boolean }> => {
    const response = await fetch(`${running.url}/pos/main/orders`, { headers });
    let text = '';
    try {
      for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString();
      return { text, isCut: false };
    } catch {
      return { text, isCut: true };
    }
  };

  it('are the same for the same seed, and made order by order', async () => {
    control.putItems([
      { name: 'Tea', price: 10 },
      { name: 'Sugar', price: 7.25, taxPercent: 15 },
    ]);
    control.createOrders({ count: 20_000, seed: 7, template: { at: '2026-01-01T00:00:00.000Z' } });
    const { text, isCut } = await received();
    assert.equal(isCut, false);
    const { orders } = JSON.parse(text) as { orders: unknown[] };
    assert.equal(orders.length, 20_000);
    assert.deepEqual(orders[12_345], control.order(String(639 + 12_345)).wire);
    assert.equal((await received()).text, text);
    assert.deepEqual(
      control.fetches().map(({ sent, isWhole }) => [sent, isWhole]),
      [
        [20_000, true],
        [20_000, true],
      ],
    );
  });

  it('are not made further than anybody reads', async () => {
    const simulator = createPosSimulator({ journalPath: null });
    simulator.control.createOrders({ count: 1_000_000 });
    const { pieces } = await simulator.handle({
      method: 'GET',
      path: '/main/orders',
      headers: { 'x-api-key': sandboxPosKey },
      body: Buffer.alloc(0),
    });
    for (const piece of pieces ?? []) {
      assert.ok(piece.includes('"OrderID":639'));
      break;
    }
    const [fetch] = simulator.control.fetches();
    assert.deepEqual([fetch?.orders, fetch?.sent, fetch?.isWhole], [1_000_000, 0, false]);
  });

  it('are cut after so many orders, in the middle of the next', async () => {
    control.createOrders({ count: 100 });
    add({ effect: { type: 'cut-body', afterPieces: 40 } });
    const { text, isCut } = await received();
    assert.equal(isCut, true);
    assert.equal(text.match(/"OrderID"/gu)?.length, 41);
    assert.equal(text.match(/"OrderItems":\[.*?\]\}/gu)?.length, 40);
    assert.deepEqual(
      control.fetches().map(({ sent, isWhole }) => [sent, isWhole]),
      [[40, false]],
    );
    assert.equal((await received()).isCut, false);
  });

  it('are cut at a byte, or in the middle', async () => {
    control.createOrders({ count: 3, seed: 1 });
    const { text: whole } = await received();
    add({ effect: { type: 'cut-body', afterBytes: 10 } });
    assert.deepEqual(await received(), { text: whole.slice(0, 10), isCut: true });
    add({ effect: { type: 'cut-body' } });
    assert.deepEqual(await received(), { text: whole.slice(0, Math.floor(whole.length / 2)), isCut: true });
  });

  it('trickle, or come as HTML, too late or not at all', async () => {
    control.createOrders();
    const { text } = await received();
    add({ effect: { type: 'slow-body', bytesPerSecond: text.length * 10 } });
    assert.deepEqual(await received(), { text, isCut: false });
    add({ effect: { type: 'html-body' } });
    assert.match((await received()).text, /^<!doctype html>/u);
    add({ effect: { type: 'empty-body' } });
    assert.deepEqual(await received(), { text: '', isCut: false });
    add({ effect: { type: 'drop-answer' } });
    await assert.rejects(received(), /fetch failed/u);
    add({ effect: { type: 'status', status: 429, headers: { 'Retry-After': '3' } } });
    assert.equal((await fetch(`${running.url}/pos/main/orders`, { headers })).headers.get('retry-after'), '3');
  });

  it('end quietly when the caller goes away', async () => {
    control.createOrders({ count: 100_000 });
    const leaving = new AbortController();
    const response = await fetch(`${running.url}/pos/main/orders`, { headers, signal: leaving.signal });
    await response.body?.getReader().read();
    leaving.abort();
    assert.equal((await fetch(`${running.url}/pos/`)).status, 200);
    assert.equal(control.fetches()[0]?.isWhole, false);
  });
});
