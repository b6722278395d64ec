import assert from 'node:assert/strict';
import { connectTo, failureOf, startFakeOdoo } from './fake-odoo.ts';
import type { FakeAnswer } from './fake-odoo.ts';

/** What a read (customers by ref) and a write (a note) end in when Odoo's answer is this. */
const outcomes = async (answer: FakeAnswer): Promise<readonly unknown[]> => {
  const fake = await startFakeOdoo({ answer: () => answer });
  const { odoo } = await connectTo(fake.url, { timeoutMs: answer === 'silence' ? 200 : 10_000 });
  const read = await failureOf(odoo.findPartnersByRef('a'));
  const write = await failureOf(odoo.postNoteOnce('conveyor.a', { model: 'sale.order', id: 1 }, '<p>a</p>'));
  await odoo.close();
  await fake.close();
  return [read.type, write.type];
};

const html = { 'content-type': 'text/html' };

describe('a call to Odoo that brings no answer of Odoo', () => {
  const table: readonly (readonly [what: string, answer: FakeAnswer, read: string, write: string])[] = [
    ['closes the socket', 'drop', 'Unavailable', 'OutcomeUnknown'],
    ['says nothing within the timeout', 'silence', 'Unavailable', 'OutcomeUnknown'],
    ['is a page with 500', { status: 500, body: '<h1>500</h1>', headers: html }, 'Unavailable', 'OutcomeUnknown'],
    ['is a page with 502', { status: 502, body: '<h1>502</h1>', headers: html }, 'Unavailable', 'OutcomeUnknown'],
    ['is a page with 404', { status: 404, body: '<h1>404</h1>', headers: html }, 'Unavailable', 'Unavailable'],
    ['is a page with 200', { status: 200, body: '<h1>Log in</h1>', headers: html }, 'BadResponse', 'BadResponse'],
    ['is JSON cut short', { status: 200, body: '{"jsonrpc":"2.0","id":1,"resu' }, 'BadResponse', 'OutcomeUnknown'],
    ['is empty', { status: 200, body: '' }, 'BadResponse', 'OutcomeUnknown'],
    ['is a redirect', { status: 301, body: '', headers: { location: '/web' } }, 'BadResponse', 'BadResponse'],
    ['wants a password of a proxy', { status: 401, body: '', headers: html }, 'Unauthorized', 'Unauthorized'],
    ['is refused by a proxy', { status: 413, body: '<h1>413</h1>', headers: html }, 'Rejected', 'Rejected'],
    ['is too many requests', { status: 429, body: '', headers: { 'retry-after': '7' } }, 'RateLimited', 'RateLimited'],
    ['is of the wrong shape', { result: { ids: 'seven' } }, 'BadResponse', 'BadResponse'],
    ['is larger than 10 MB', { result: 'x'.repeat(11_000_000) }, 'BadResponse', 'BadResponse'],
  ];
  for (const [what, answer, read, write] of table) {
    it(`and ${what} is ${read} at a read and ${write} at a write`, async () => {
      assert.deepEqual(await outcomes(answer), [read, write]);
    });
  }

  it('is Unavailable for a write too when Odoo was never reached', async () => {
    const fake = await startFakeOdoo();
    const { odoo } = await connectTo(fake.url);
    await odoo.confirmSaleOrder(1);
    await fake.close();
    const failure = await failureOf(odoo.confirmSaleOrder(2));
    assert.equal(failure.type, 'Unavailable');
    assert.match(failure.message, /ECONNREFUSED/);
  });

  it('carries the delay a rate limit asks for', async () => {
    const fake = await startFakeOdoo({ answer: () => ({ status: 429, body: '', headers: { 'retry-after': '7' } }) });
    const { odoo } = await connectTo(fake.url);
    const { data } = await failureOf(odoo.findPartnersByRef('a'));
    await fake.close();
    assert.deepEqual(data, { status: 429, retryAfterMs: 7_000 });
  });

  it('names the path of the wrong field', async () => {
    const row = {
      id: 1,
      name: 'S1',
      state: 'weird',
      partner_id: 1,
      currency_id: 1,
      amount_total: 1,
      amount_untaxed: 1,
    };
    const fake = await startFakeOdoo({ answer: () => ({ result: [row] }) });
    const { odoo } = await connectTo(fake.url);
    const { type, data } = await failureOf(odoo.findSaleOrders('client_order_ref', 'a'));
    await fake.close();
    assert.deepEqual([type, data], ['BadResponse', { path: '[0].state' }]);
  });
});
