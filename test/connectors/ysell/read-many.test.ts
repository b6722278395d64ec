import assert from 'node:assert/strict';
import { withAbort } from '../../../src/connectors/odoo/abort.ts';
import { currentAbortSignal } from '../../../src/connectors/odoo/abort.ts';
import { failureOf } from '../failed.ts';
import { json, startVendor, text } from '../vendor-server.ts';
import type { Answer, VendorServer } from '../vendor-server.ts';
import { aCentre, askAll, asked, told } from './a-centre.ts';

describe('asking after many orders, one by one', () => {
  let vendor: VendorServer;
  beforeEach(async () => {
    vendor = await startVendor(byId());
  });
  afterEach(() => vendor[Symbol.asyncDispose]());

  const byId =
    (special: Readonly<Record<string, Answer>> = {}): Answer =>
    (response, call) => {
      const id = new URL(call.url, 'http://ysell').searchParams.get('id') ?? '';
      (special[id] ?? json(200, { id, status: 'Done' }))(response, call);
    };
  const centre = () => aCentre(vendor.url, { signal: currentAbortSignal }).centre;
  const ids = (count: number) => asked(Array.from({ length: count }, (_, index) => index + 1));

  it('hands over each once, in groups', async () => {
    const groups = await askAll(centre(), ids(60));
    assert.deepEqual(
      groups.map(({ length }) => length),
      [25, 25, 10],
    );
    assert.equal(new Set(groups.flat().map(({ id }) => id)).size, 60);
    assert.equal(vendor.received.length, 60);
  });

  it('asks nothing when nothing is open', async () => {
    assert.deepEqual(await askAll(centre(), []), []);
    assert.equal(vendor.received.length, 0);
  });

  it('asks a few at once', async () => {
    const held: (() => void)[] = [];
    vendor.answerWith((response, call) => {
      held.push(() => byId()(response, call));
      if (held.length === 4) for (const release of held.splice(0)) release();
    });
    assert.equal((await askAll(centre(), ids(8))).flat().length, 8);
  });

  it('goes on past what concerns one order alone', async () => {
    vendor.answerWith(
      byId({ 2: json(404, {}), 3: json(400, { error: 'no' }), 4: text(200, '{"id"'), 5: json(200, { id: 99 }) }),
    );
    const answers = (await askAll(centre(), ids(6))).flat();
    assert.deepEqual(told(answers).sort(), [
      '1: Done',
      '2: NotFound',
      '3: Rejected',
      '4: BadResponse',
      '5: BadResponse',
      '6: Done',
    ]);
  });

  for (const [what, answer, type] of [
    ['401', json(401, {}), 'Unauthorized'],
    ['429', json(429, {}, { 'retry-after': '5' }), 'RateLimited'],
    ['503', text(503, ''), 'Unavailable'],
  ] as const) {
    it(`ends at ${what}, and keeps what came before`, async () => {
      vendor.answerWith(byId({ 31: answer }));
      const kept: string[] = [];
      const failure = await failureOf(
        centre().readMany(ids(500), (answers) => {
          kept.push(...told(answers));
          return Promise.resolve();
        }),
      );
      assert.equal(failure.type, type);
      assert.ok(kept.length >= 27 && kept.length < 40, String(kept.length));
      assert.ok(vendor.received.length < 40);
    });
  }

  it('hands over what has waited for a second, while an answer is still to come', async () => {
    const released = Promise.withResolvers<undefined>();
    vendor.answerWith(
      byId({
        2: (response, call) => {
          void released.promise.then(() => json(200, { id: '2', status: 'Done' })(response, call));
        },
      }),
    );
    const groups: string[][] = [];
    await centre().readMany(ids(3), (answers) => {
      groups.push(told(answers));
      released.resolve(undefined);
      return Promise.resolve();
    });
    assert.deepEqual(groups, [['1: Done', '3: Done'], ['2: Done']]);
  });

  it('hands over one group at a time', async () => {
    let underWay = 0;
    let most = 0;
    await centre().readMany(ids(100), async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
    });
    assert.equal(most, 1);
  });

  it('lets out what the taker throws, and hands over nothing after it', async () => {
    const refusal = new Error('the row is gone');
    let groups = 0;
    const reading = centre().readMany(ids(500), () => {
      groups += 1;
      return Promise.reject(refusal);
    });
    await assert.rejects(reading, (error) => error === refusal);
    assert.equal(groups, 1);
    assert.ok(vendor.received.length < 40);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    vendor.answerWith(
      byId({
        10: (response, call) => {
          stop.abort();
          json(200, { id: '10' })(response, call);
        },
      }),
    );
    const opened = centre();
    const failure = await failureOf(withAbort(stop.signal, () => opened.readMany(ids(500), () => Promise.resolve())));
    assert.equal(failure.type, 'Unavailable');
    assert.ok(vendor.received.length <= 14);
  });
});
