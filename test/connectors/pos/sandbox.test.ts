import assert from 'node:assert/strict';
import { sandboxPosKey } from '../../../sandbox/server.ts';
import type { PosSettingsChange } from '../../../sandbox/pos/settings.ts';
import { aSandbox } from '../../sandbox/a-sandbox.ts';
import type { RunningSandbox } from '../../sandbox/a-sandbox.ts';
import { failureOf } from '../failed.ts';
import { aSource, fetchAll, keyOf, orderOf } from './a-source.ts';

describe('the source of a point of sale against the sandbox', () => {
  let running: RunningSandbox;
  beforeEach(async () => {
    running = await aSandbox();
  });
  afterEach(() => running.sandbox.close());

  const source = (settings: object = {}) =>
    aSource(`${running.url}/pos/main/orders`, { apiKey: sandboxPosKey, settings }).source;
  const control = () => running.sandbox.pos.control;
  const dressed = async (answer: PosSettingsChange) => {
    control().setAnswer(answer);
    return (await fetchAll(source())).map((reading) => ({ ...orderOf(reading) }));
  };

  it('reads the same orders whatever dress they come in', async () => {
    control().createOrders({ count: 25, seed: 7 });
    const [first] = control().orders();
    assert.ok(first !== undefined);
    control().refund(first.key);
    const plain = await dressed({ shape: 'orders' });
    assert.equal(plain.length, 26);
    assert.ok(plain.some(({ key }) => key === `${first.orderId}:REFUND`));
    for (const dress of [
      { shape: 'list', numbers: 'strings' },
      { shape: 'list', numbers: 'thousands', dates: 'iso-without-zone' },
      { shape: 'orders', numbers: 'numbers', refunds: 'positive' },
    ] as const satisfies readonly PosSettingsChange[]) {
      assert.deepEqual(await dressed(dress), plain, JSON.stringify(dress));
    }
  });

  it('reads the older raw event with its own kind of dates, to the second', async () => {
    control().createOrders({ count: 5, seed: 3 });
    const plain = await dressed({ form: 'pull' });
    const seconds = (date: string | null) => date?.slice(0, 19);
    const older = await dressed({ form: 'event', dates: 'day-first' });
    assert.deepEqual(
      older.map(({ key, lines, date }) => [key, lines.map(({ name }) => name), seconds(date)]),
      plain.map(({ key, lines, date }) => [key, lines.map(({ name }) => name), seconds(date)]),
    );
  });

  it('reads an order that comes alone, and nothing where there is none', async () => {
    control().setAnswer({ shape: 'single', empty: 'no-body' });
    assert.deepEqual(await fetchAll(source()), []);
    const [key] = control().createOrders({ count: 1 });
    assert.deepEqual((await fetchAll(source())).map(keyOf), [key]);
  });

  it('asks for what changed since', async () => {
    control().createOrders({ count: 1 });
    await source().fetchOrders(new Date('2026-01-17T10:00:00Z'), () => Promise.resolve());
    assert.equal(control().fetches().at(-1)?.since, '2026-01-17T10:00:00.000Z');
  });

  it('is let in by either kind of header, and told when its key was revoked', async () => {
    for (const [header, auth] of [
      ['bearer', 'bearer'],
      ['x-api-key', 'x-api-key'],
    ] as const) {
      control().setAnswer({ header });
      assert.deepEqual(await fetchAll(source({ auth })), []);
    }
    control().setAnswer({ key: null });
    assert.equal((await failureOf(fetchAll(source()))).type, 'Unauthorized');
  });
});
