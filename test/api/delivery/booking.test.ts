import assert from 'node:assert/strict';
import { json } from '../../../src/store/database.ts';
import { settleShipment } from '../../../src/store/shipments/settle.ts';
import type { DeliverySettlement } from '../../../src/store/shipments/settle.ts';
import { aCourierRequest, aShipment, bookedAs } from '../../support/shipment-rows.ts';
import { waitFor } from '../../support/wait.ts';
import { first } from '../answer-body.ts';
import { startTestApi } from '../running-api.ts';
import type { Answered, ApiUnderTest } from '../running-api.ts';
import { aCourier } from './a-courier.ts';

describe('a courier asked for over REST', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await startTestApi();
    await aCourier(api);
  });
  after(() => api.close());

  const ask = (picking_id: unknown, provider_code: unknown = 'opal') =>
    api.call('POST', '/api/delivery/shipments', { picking_id, provider_code });

  const untilShipments = (pickingId: number, count: number) =>
    waitFor(
      'the row',
      () => api.store.db.selectFrom('shipments').select('n').where('picking_id', '=', pickingId).execute(),
      (rows) => rows.length === count,
    );

  /** Has the check come out so, as the worker would, while the answer waits for it. */
  const checkedAs = async (pickingId: number, settlement: DeliverySettlement): Promise<Answered> => {
    const answer = ask(pickingId);
    await untilShipments(pickingId, 1);
    await settleShipment(api.store.db, { pickingId, n: 1 }, settlement);
    return answer;
  };
  const refused = (problem: NonNullable<DeliverySettlement['refused']>['problem']): DeliverySettlement => ({
    changes: {},
    refused: { problem, kind: 'rejected' },
  });

  it('is answered 201 as soon as the picking is checked, and booked in the background', async () => {
    const { status, body } = await checkedAs(1, {
      changes: { number: 'WH/OUT/00001', state: 'pending', content: json(aCourierRequest()) },
    });
    assert.equal(status, 201);
    assert.match(body.message, /the courier is booked in the background/);
    assert.partialDeepStrictEqual(body.shipment, {
      picking_id: 1,
      connection: 'opal',
      provider_code: 'opal',
      state: 'pending',
      number: 'WH/OUT/00001',
      tracking_number: null,
    });
    const row = await api.store.db
      .selectFrom('shipments')
      .select('answer_by')
      .where('picking_id', '=', 1)
      .executeTakeFirstOrThrow();
    assert.equal(row.answer_by, null, 'nobody waits for it any more');
  });

  it('is answered 201, pending, when the check takes longer', async function () {
    this.timeout(15_000);
    const began = Date.now();
    const { status, body } = await ask(2);
    assert.equal(status, 201);
    assert.partialDeepStrictEqual(body.shipment, { state: 'pending', number: '#2' });
    assert.ok(Date.now() - began >= 4_500);
  });

  it('is answered 200 with the shipment there is, whoever is asked', async () => {
    const there = await aShipment(api.store.db, 3, bookedAs('OCU-1'));
    await aCourier(api, { id: 'second' });
    await api.call('POST', '/api/connections/second/pause');
    for (const provider of ['opal', 'second']) {
      const { status, body } = await ask(3, provider);
      assert.equal(status, 200);
      assert.partialDeepStrictEqual(body.shipment, { shipment_id: there, connection: 'opal', state: 'pending' });
    }
    await api.call('DELETE', '/api/connections/second');
  });

  it('makes the next one after one that came to nothing', async () => {
    await aShipment(api.store.db, 4, { state: 'error', closed_at: new Date() });
    const [one, two] = [ask(4), ask(4)];
    await untilShipments(4, 2);
    await settleShipment(
      api.store.db,
      { pickingId: 4, n: 2 },
      { changes: { state: 'pending', content: json(aCourierRequest()) } },
    );
    const answers = await Promise.all([one, two]);
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 201]);
    assert.equal((await api.call('GET', '/api/delivery/shipments?picking_id=4')).body.items.length, 2);
  });

  const problems = [
    ['not-found', 404, []],
    ['refused', 409, []],
    ['rejected', 409, []],
    ['invalid', 422, [{ path: 'receiver.zip', message: 'is missing' }]],
  ] as const;
  for (const [index, [kind, status, errors]] of problems.entries()) {
    it(`is answered ${status} when the check finds it ${kind}, and the next one may be asked for`, async () => {
      const pickingId = 10 + index;
      const answer = await checkedAs(pickingId, refused({ kind, detail: `Found ${kind}`, errors }));
      assert.deepEqual(
        [answer.status, answer.body.detail, errorsOf(answer)],
        [status, `Found ${kind}`, errors],
        answer.text,
      );
      assert.partialDeepStrictEqual((await api.call('GET', `/api/delivery/shipments/${pickingId}`)).body, {
        state: 'error',
        error: `Found ${kind}`,
      });
    });
  }

  for (const [picking, provider, path] of [
    ['WH/OUT/1', 'opal', 'picking_id'],
    [0, 'opal', 'picking_id'],
    [1.5, 'opal', 'picking_id'],
    [undefined, 'opal', 'picking_id'],
    [1, '', 'provider_code'],
    [1, 7, 'provider_code'],
  ] as const) {
    it(`is 400 for picking ${picking} and provider "${provider}"`, async () => {
      const { status, body } = await ask(picking, provider);
      assert.deepEqual([status, first(body.errors).path], [400, path]);
    });
  }

  describe('by its provider', () => {
    it('is the connection of that kind where only one is enabled, and 422 with the choices where there are more', async () => {
      const other = await startTestApi();
      try {
        await aCourier(other, { id: 'north' });
        await aShipment(other.store.db, 1, { ...bookedAs('OCU-1'), connection: 'north' });
        const named = () => other.call('POST', '/api/delivery/shipments', { picking_id: 1, provider_code: 'opal' });
        assert.equal((await named()).status, 200);
        await aCourier(other, { id: 'south' });
        const { status, body } = await named();
        assert.deepEqual([status, /name one of north, south/.test(body.detail)], [422, true], body.detail);
      } finally {
        await other.close();
      }
    });

    it('is 422 naming what there is for one nobody knows', async () => {
      const { status, body } = await ask(31, 'dhl');
      assert.deepEqual([status, first(body.errors).path], [422, 'provider_code']);
      assert.match(body.detail, /There is no courier dhl: known are .*opal/);
    });

    it('is 409 with the way out while it is paused or disabled', async () => {
      await aCourier(api, { id: 'resting' });
      await api.call('POST', '/api/connections/resting/pause');
      const paused = await ask(32, 'resting');
      assert.deepEqual([paused.status, /resting is paused: resume it first/.test(paused.body.detail)], [409, true]);
      await aCourier(api, { id: 'off', enabled: false });
      assert.equal((await ask(32, 'off')).status, 409);
    });
  });
});

/** Only bad input has any. */
const errorsOf = ({ text, body }: Answered): Answered['body']['errors'] =>
  text.includes('"errors"') ? body.errors : [];
