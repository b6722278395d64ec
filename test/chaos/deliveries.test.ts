import assert from 'node:assert/strict';
import type { FaultRuleInput } from '../../sandbox/fault-rules.ts';
import { sandboxOpalToken } from '../../sandbox/server.ts';
import { openCourierShop } from '../support/courier-shop.ts';
import type { CourierShop } from '../support/courier-shop.ts';
import { underWay } from '../support/under-way.ts';
import { useService } from '../support/use-service.ts';
import { waitFor } from '../support/wait.ts';

const book = { method: 'POST', path: '^/orders$' } as const;
const lookUp = { method: 'GET', path: '/orders\\?reference=' } as const;
/** Longer than the calls of these tests may take: whoever waits for it gives up or is killed. */
const hangMs = 20_000;

describe('couriers, when something goes wrong', () => {
  const service = useService();
  let shop: CourierShop;
  afterEach(async () => {
    service().sandbox.faults.clear();
    await shop.close();
  });

  const open = async (settings: Readonly<Record<string, unknown>> = {}): Promise<void> => {
    shop = await openCourierShop(service(), 'courier', settings);
  };
  /** Asks for a courier, whatever becomes of it. */
  const ask = async (): Promise<number> => {
    const pickingId = await shop.picking();
    const { status, text } = await shop.book(pickingId);
    assert.equal(status, 201, text);
    return pickingId;
  };
  /** It is there once, and is delivered. */
  const assertOnce = async (pickingId: number): Promise<void> => {
    assert.equal(shop.atCourier(pickingId).length, 1);
    await shop.moveTo(pickingId, { status: 'Zugestellt' });
    await shop.untilClosed(pickingId, 'delivered');
    assert.equal(shop.atCourier(pickingId).length, 1);
  };

  describe('an answer to the booking that gets lost', () => {
    it('is found out by a look: it is booked, once', async () => {
      await open();
      shop.fault({ ...book, effect: { type: 'drop-answer' } });
      const pickingId = await ask();
      await shop.untilBooked(pickingId);
      await assertOnce(pickingId);
    });

    it('is found out by two looks, a timeout apart: it is not booked, and is booked again', async () => {
      await open({ timeoutMs: 1_000 });
      shop.fault({ ...book, effect: { type: 'hang', ms: hangMs, execute: false } });
      const begun = Date.now();
      const pickingId = await ask();
      await shop.untilBooked(pickingId);
      assert.ok(Date.now() - begun > 12_000, `booked again after ${Date.now() - begun} ms only`);
      await assertOnce(pickingId);
    });

    it('because the courier is slow, is found once it is through', async () => {
      await open({ timeoutMs: 1_000 });
      shop.opal.setAnswer({ bookingMs: 3_000 });
      const pickingId = await ask();
      await shop.untilBooked(pickingId);
      await assertOnce(pickingId);
    });

    it('is looked for also when nobody wants it any more: what is not there is closed, what is there is cancelled', async () => {
      await open({ timeoutMs: 1_000 });
      shop.fault({ ...book, effect: { type: 'hang', ms: hangMs, execute: false } });
      const gone = await ask();
      await shop.until(gone, 'is under way', ({ isSending }) => isSending);
      const begun = Date.now();
      await shop.act(gone, 'cancel', { reason: 'too late' });
      await shop.untilClosed(gone, 'cancelled');
      assert.ok(Date.now() - begun > 4_000, 'nobody knew before the call was over');
      assert.equal(shop.atCourier(gone).length, 0);

      shop.fault({ ...book, effect: { type: 'drop-answer' } });
      const there = await ask();
      await shop.until(there, 'is under way', ({ isSending }) => isSending);
      await shop.act(there, 'cancel', { reason: 'too late' });
      await shop.untilClosed(there, 'cancelled');
      assert.deepEqual(
        shop.atCourier(there).map(({ status }) => status),
        ['Storniert'],
      );
    });
  });

  it('an answer without a number is followed by a look; where that finds nothing a person decides', async () => {
    await open();
    shop.opal.setAnswer({ tellsNumber: false });
    const found = await ask();
    await shop.untilBooked(found);
    await assertOnce(found);
    shop.opal.setAnswer({ lookup: 'blind' });
    const unknown = await ask();
    const { attention } = await shop.untilAttention(unknown, 'outcome-unknown');
    assert.match(attention[0]?.reason ?? '', /Retry only if it is not there/);
    shop.opal.setAnswer({ tellsNumber: true, lookup: 'exact' });
    await shop.follow();
    assert.equal(shop.atCourier(unknown).length, 1, 'it is never booked again by itself');
    await shop.act(unknown, 'retry');
    await shop.untilBooked(unknown);
    await assertOnce(unknown);
  });

  it('a look-up that does not say whether it is booked lets nothing be booked', async () => {
    await open();
    shop.fault({ ...lookUp, times: 'unlimited', effect: { type: 'status', status: 200, body: '<html>' } });
    const pickingId = await ask();
    const { attention } = await shop.untilAttention(pickingId, 'bad-payload');
    assert.match(attention[0]?.reason ?? '', /so it is not booked/);
    assert.equal(shop.atCourier(pickingId).length, 0);
    shop.sandbox.faults.clear();
    await shop.act(pickingId, 'retry');
    await shop.untilBooked(pickingId);
    await assertOnce(pickingId);
  });

  it('a booking that is there twice waits for a person', async () => {
    await open({ timeoutMs: 1_000 });
    shop.fault({ ...book, effect: { type: 'hang', ms: hangMs, execute: false } });
    const pickingId = await ask();
    await shop.until(pickingId, 'is under way', ({ isSending }) => isSending);
    const { content } = (await shop.row(pickingId)) ?? { content: null };
    const numbers = [1, 2].map(() => shop.opal.createOrder({ reference: content?.reference ?? '' }).orderNumber);
    const { attention } = await shop.untilAttention(pickingId, 'ambiguous-record');
    for (const number of numbers) assert.ok(attention[0]?.reason.includes(number), attention[0]?.reason);
    shop.opal.setStatus(numbers[0] ?? '', { status: 'Storniert' });
    await shop.act(pickingId, 'retry');
    assert.equal((await shop.untilBooked(pickingId)).courier?.id, numbers[1]);
  });

  it('a tracking number that comes later, and a label that comes later, are picked up', async () => {
    await open();
    shop.opal.setAnswer({ tracking: 'later', label: 'planned' });
    const pickingId = await shop.booked();
    assert.equal((await shop.view(pickingId))?.trackingNumber, null, 'UNKNOWN is no number');
    assert.equal((await shop.row(pickingId))?.labelled_at, null);
    await shop.moveTo(pickingId, { status: 'Disponiert' });
    await shop.until(pickingId, 'has its number', ({ trackingNumber }) => trackingNumber !== null);
    await waitFor(
      'the label and the number in Odoo',
      () => shop.row(pickingId),
      (row) => row?.labelled_at != null && row.told_number === row.tracking_number,
    );
    await assertOnce(pickingId);
  });

  it('words nobody knows, and a way back, leave the shipment as it is', async () => {
    await open();
    const pickingId = await shop.booked();
    await shop.moveTo(pickingId, { status: 'Abgeholt' });
    await shop.until(pickingId, 'is shipped', ({ state }) => state === 'shipped');
    await shop.moveTo(pickingId, { status: 'Im Nirwana' });
    await shop.until(pickingId, 'shows the words', ({ courier }) => courier?.status === 'Im Nirwana');
    await shop.moveTo(pickingId, { status: 'Disponiert' });
    const back = await shop.until(pickingId, 'shows the way back', ({ courier }) => courier?.status === 'Disponiert');
    assert.equal(back.state, 'shipped');
    assert.deepEqual(back.attention, []);
    await assertOnce(pickingId);
  });

  it('what the courier refuses, in its words, is booked once it is mended', async () => {
    await open();
    shop.opal.setAnswer({ bookingRefusal: 'Die Postleitzahl gibt es nicht' });
    const pickingId = await ask();
    const { attention } = await shop.untilAttention(pickingId, 'rejected');
    assert.match(attention[0]?.reason ?? '', /Die Postleitzahl gibt es nicht/);
    shop.opal.setAnswer({ bookingRefusal: null });
    await shop.act(pickingId, 'retry');
    await shop.untilBooked(pickingId);
    await assertOnce(pickingId);
  });

  it('a token that is revoked pauses the connection with one notice, and everything goes on with the next', async () => {
    await open();
    const { rest } = service();
    const pickings = [await shop.picking(), await shop.picking(), await shop.picking()];
    shop.opal.setAnswer({ token: 'another-token' });
    const answers = await Promise.all(pickings.map((pickingId) => shop.book(pickingId)));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [201, 201, 201],
    );
    await waitFor(
      'the pause',
      () => rest.get(`/api/connections/${shop.id}`),
      ({ text }) => text.includes('"state":"unauthorized"'),
    );
    const notices = await rest.get(`/api/attention?connection=${shop.id}`);
    assert.equal(notices.text.match(/"kind":/g)?.length, 1, notices.text);
    assert.ok(!notices.text.includes(sandboxOpalToken) && !notices.text.includes('another-token'));
    await shop.change({ secrets: { token: 'another-token' } });
    for (const pickingId of pickings) await shop.untilBooked(pickingId);
    for (const pickingId of pickings) await assertOnce(pickingId);
  });

  const outages: readonly (readonly [string, Omit<FaultRuleInput, 'system'>])[] = [
    ['429', { ...book, effect: { type: 'status', status: 429, headers: { 'retry-after': '1' } } }],
    ['503', { ...book, effect: { type: 'status', status: 503 } }],
    ['a reset before anything is done', { ...book, effect: { type: 'reset-before' } }],
    ['a page of HTML in answer to a booking that was made', { ...book, effect: { type: 'html-body' } }],
    ['half an answer', { ...book, effect: { type: 'cut-body' } }],
  ];
  for (const [words, fault] of outages) {
    it(`${words} ends with one booking`, async () => {
      await open();
      shop.fault(fault);
      const pickingId = await ask();
      await shop.untilBooked(pickingId);
      await assertOnce(pickingId);
    });
  }

  it('Odoo away: the answer is pending, and what is found wrong later waits for a person', async () => {
    await open();
    const { sandbox, odoo } = service();
    const ready = await shop.picking();
    const nowhere = await shop.picking({ address: { zip: false } });
    sandbox.faults.add({ system: 'odoo', effect: { type: 'outage' } });
    const answers = await Promise.all([shop.book(ready), shop.book(nowhere)]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [201, 201],
    );
    assert.partialDeepStrictEqual(answers[0].body, { shipment: { state: 'pending' } });
    sandbox.faults.clear();
    await shop.untilBooked(ready);
    const { attention } = await shop.untilAttention(nowhere, 'missing-fields');
    assert.match(attention[0]?.reason ?? '', /has no zip/);
    const [picking] = odoo.door.rows('stock.picking').filter(({ id }) => id === nowhere);
    await odoo.write('res.partner', Number(picking?.['partner_id']), { zip: '10115' });
    await shop.act(nowhere, 'retry');
    await shop.untilBooked(nowhere);
    await assertOnce(ready);
    await assertOnce(nowhere);
  });
});

const late = { type: 'late-answer', ms: hangMs } as const;
const never = { type: 'hang', ms: hangMs, execute: false } as const;

/** Each call that moves a shipment, held until the worker is killed: done there, or not begun. */
const steps: readonly { step: string; fault: FaultRuleInput }[] = [
  {
    step: 'the look at the picking',
    fault: { system: 'odoo', rpc: { model: 'stock.picking', method: 'web_read' }, effect: late },
  },
  { step: 'the look-up before the booking', fault: { system: 'opal', ...lookUp, effect: late } },
  { step: 'the booking, which was done', fault: { system: 'opal', ...book, effect: late } },
  { step: 'the booking, which was not done', fault: { system: 'opal', ...book, effect: never } },
  { step: 'the label', fault: { system: 'opal', method: 'GET', path: '/label$', effect: late } },
];

describe('couriers whose worker is killed', () => {
  // All calls that are held are on the wire at once.
  const service = useService({ env: { ODOO_CONCURRENCY: '12' } });

  it('at every step: each picking has one courier, and is noted once', async () => {
    const { sandbox, odoo } = service();
    const shop = await openCourierShop(service(), 'killed', { timeoutMs: 5_000 });
    shop.opal.setAnswer({ label: 'at-once', tracking: 'at-once' });
    const pickings: number[] = [];
    for (const { step, fault } of steps) {
      const pickingId = await shop.picking();
      const held = (fault.system === 'odoo' ? sandbox : shop.sandbox).faults.add(fault);
      void underWay(shop.book(pickingId));
      pickings.push(pickingId);
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
    for (const pickingId of pickings) {
      await shop.until(pickingId, 'is booked and labelled', ({ courier, next }) => courier !== null && next === 'wait');
      shop.opal.setStatus(shop.atCourier(pickingId)[0]?.orderNumber ?? '', { status: 'Zugestellt' });
    }
    await shop.follow();
    for (const pickingId of pickings) {
      await shop.untilClosed(pickingId, 'delivered');
      assert.equal(shop.atCourier(pickingId).length, 1);
      assert.notEqual((await shop.row(pickingId))?.labelled_at, null);
      const notes = await waitFor(
        'the notes',
        () => odoo.messages('stock.picking', pickingId).filter((text) => text.includes(shop.name)),
        (texts) => texts.some((text) => text.includes('Zugestellt')),
      );
      assert.equal(new Set(notes).size, notes.length, notes.join('\n'));
    }
  });
});
