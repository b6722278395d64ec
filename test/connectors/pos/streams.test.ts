import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createOrderCutter } from '../../../src/connectors/pos/cut-orders.ts';
import { waitFor } from '../../support/wait.ts';
import { failureOf } from '../failed.ts';
import { json, startVendor, text } from '../vendor-server.ts';
import type { Answer, VendorServer } from '../vendor-server.ts';
import { aPayload, aSource, fetchAll, keyOf } from './a-source.ts';

/** Writes this much of a body and then cuts the connection. */
const cutAfter =
  (body: Buffer): Answer =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(body, () => response.destroy());
  };

describe('a stream of orders', () => {
  let vendor: VendorServer;
  before(async () => {
    vendor = await startVendor();
  });
  after(() => vendor[Symbol.asyncDispose]());

  const source = (options: Parameters<typeof aSource>[1] = {}) => aSource(`${vendor.url}orders`, options).source;

  const texts = [1, 2, 3].map((id) => JSON.stringify(aPayload({ OrderID: id, Remark: 'علي 😀 "]}' })));
  const body = Buffer.from(`{"page":1,"orders":[${texts.join(',')}],"total":3}`);
  /** Where each order ends. */
  const ends = texts.map((each) => body.indexOf(each) + Buffer.byteLength(each));

  it('is cut into the same orders wherever its pieces begin and end', () => {
    for (let at = 0; at <= body.length; at += 1) {
      const cutter = createOrderCutter();
      const orders = [body.subarray(0, at), body.subarray(at)].flatMap((piece) => cutter.add(piece));
      assert.equal(cutter.end(), null);
      assert.deepEqual([cutter.problem, orders.map((order) => order.text)], [null, texts], `cut at ${at}`);
    }
  });

  it('that ends anywhere gives the orders before it, and is told to be cut', () => {
    for (let at = 1; at < body.length; at += 1) {
      const cutter = createOrderCutter();
      const whole = ends.filter((end) => end <= at).length;
      assert.deepEqual(
        cutter.add(body.subarray(0, at)).map((order) => order.text),
        texts.slice(0, whole),
      );
      cutter.end();
      assert.equal(cutter.problem, 'the JSON ends in the middle', `ended at ${at}`);
    }
  });

  const [first = 0, second = 0, third = 0] = ends;
  const places: readonly (readonly [string, number, number])[] = [
    ['before the list', 5, 0],
    ['in the first order', first - 20, 0],
    ['behind the first order', first, 1],
    ['between two orders', first + 1, 1],
    ['in the middle of a character', body.indexOf('😀', first) + 2, 1],
    ['in a name of the last order', second + 8, 2],
    ['behind the last order', third, 3],
    ['behind the list', third + 1, 3],
    ['one byte before the end', body.length - 1, 3],
  ];
  for (const [where, at, whole] of places) {
    it(`cut ${where} hands over the ${whole} orders before it, then is Unavailable`, async () => {
      vendor.answerWith(cutAfter(body.subarray(0, at)));
      const taken: string[] = [];
      const failure = await failureOf(
        source().fetchOrders(null, (orders) => {
          taken.push(...orders.map(keyOf));
          return Promise.resolve();
        }),
      );
      assert.deepEqual(taken, ['1', '2', '3'].slice(0, whole));
      assert.equal(failure.type, 'Unavailable');
      assert.match(failure.message, /the connection was lost in the middle of the answer, after \d+ bytes of it/);
    });
  }

  it('that says nothing for too long is Unavailable, with what came handed over', async () => {
    vendor.answerWith((response) => void response.writeHead(200).write(body.subarray(0, first + 5)));
    const taken: string[] = [];
    const failure = await failureOf(
      source({ timeoutMs: 150 }).fetchOrders(null, (orders) => {
        taken.push(...orders.map(keyOf));
        return Promise.resolve();
      }),
    );
    assert.equal(failure.type, 'Unavailable');
    assert.match(failure.message, /nothing came for 150 ms, after \d+ bytes of it/);
    assert.deepEqual(taken, ['1']);
  });

  it('may take longer than the timeout as long as something comes', async () => {
    vendor.answerWith((response) => void drip(response, body, 8, 60));
    assert.equal((await fetchAll(source({ timeoutMs: 300 }))).length, 3);
  });

  it('may take no longer than its whole time, however much comes', async () => {
    vendor.answerWith((response) => void drip(response, body, 100, 30));
    const failure = await failureOf(fetchAll(source({ timeoutMs: 1_000, maxStreamMs: 300 })));
    assert.equal(failure.type, 'Unavailable');
    assert.match(failure.message, /no whole answer within 300 ms/);
  });

  it('is not held to be silent while its orders are stored', async () => {
    const many = Array.from({ length: 250 }, (_, index) => aPayload({ OrderID: index + 1 }));
    vendor.answerWith(json(200, many));
    let count = 0;
    const beganAt = performance.now();
    await source({ timeoutMs: 150 }).fetchOrders(null, async (orders) => {
      await waitFor(
        'a storing that outlasts the timeout',
        () => performance.now() - beganAt,
        (ms) => ms > 400,
      );
      count += orders.length;
    });
    assert.equal(count, 250);
  });

  it('is read no further while a group is taken up', async () => {
    let written = 0;
    vendor.answerWith((response) => {
      const order = JSON.stringify(aPayload({ Remark: 'x'.repeat(100_000) }));
      const more = (): void => {
        while (!response.destroyed && written < 2_000) {
          written += 1;
          if (!response.write(`${written === 1 ? '[' : ','}${order}`)) return;
        }
      };
      response.writeHead(200).on('drain', more);
      more();
    });
    const seen = Promise.withResolvers<undefined>();
    const error = new Error('enough');
    const fetching = source().fetchOrders(null, async () => {
      seen.resolve(undefined);
      let before = -1;
      await waitFor(
        'an answer that stands still',
        () => {
          const isStill = written === before;
          before = written;
          return isStill;
        },
        (isStill) => isStill,
      );
      throw error;
    });
    await seen.promise;
    await assert.rejects(fetching, error);
    assert.ok(written < 1_000, `${written} orders of 100 KB were written`);
  });

  it('ends with what its taker threw, and hands over nothing more', async () => {
    vendor.answerWith(
      json(
        200,
        Array.from({ length: 450 }, (_, index) => aPayload({ OrderID: index + 1 })),
      ),
    );
    const { source: opened, exchanges } = aSource(`${vendor.url}orders`);
    const error = new Error('the database is gone');
    let calls = 0;
    const fetching = opened.fetchOrders(null, () => {
      calls += 1;
      return Promise.reject(error);
    });
    await assert.rejects(fetching, error);
    assert.equal(calls, 1);
    assert.match(exchanges[0]?.error ?? '', /could not be taken up on this side/);
  });

  it('of more than the size limit is BadResponse', async () => {
    vendor.answerWith(text(200, `[${texts.join(',')},${' '.repeat(2 * 1024 * 1024)}]`));
    const failure = await failureOf(fetchAll(source({ maxStreamBytes: 1024 * 1024 })));
    assert.equal(failure.type, 'BadResponse');
    assert.match(failure.message, /with more than 1 MB/);
  });

  it('of thousands of orders holds only a few of them', async function () {
    const orders = 20_000;
    vendor.answerWith((response) => void writeMany(response, orders));
    let count = 0;
    let most = 0;
    await source().fetchOrders(null, (group) => {
      count += group.length;
      most = Math.max(most, group.length);
      return Promise.resolve();
    });
    assert.deepEqual([count, most], [orders, 200]);
  });
});

/** Writes a body in so many parts, one every few milliseconds. */
const drip = async (response: ServerResponse, body: Buffer, parts: number, everyMs: number): Promise<void> => {
  response.writeHead(200);
  const size = Math.ceil(body.length / parts);
  for (let at = 0; at < body.length && !response.destroyed; at += size) {
    response.write(body.subarray(at, at + size));
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  response.end();
};

const writeMany = async (response: ServerResponse, orders: number): Promise<void> => {
  response.writeHead(200);
  for (let id = 1; id <= orders; id += 1) {
    const isTaken = response.write(`${id === 1 ? '[' : ','}${JSON.stringify(aPayload({ OrderID: id }))}`);
    if (!isTaken) await once(response, 'drain');
  }
  response.end(']');
};
