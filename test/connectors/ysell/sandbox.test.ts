import assert from 'node:assert/strict';
import { sandboxYsellKey } from '../../../sandbox/server.ts';
import type { YsellSettingsChange } from '../../../sandbox/ysell/settings.ts';
import { aSandbox } from '../../sandbox/a-sandbox.ts';
import type { RunningSandbox } from '../../sandbox/a-sandbox.ts';
import { failureOf } from '../failed.ts';
import { aCentre, aLine, anOrder, askAll, told } from './a-centre.ts';

describe('the prep centre against the sandbox', () => {
  let running: RunningSandbox;
  beforeEach(async () => {
    running = await aSandbox();
  });
  afterEach(() => running.sandbox.close());

  const centre = (settings: object = {}) =>
    aCentre(`${running.url}/ysell/`, { apiKey: sandboxYsellKey, settings }).centre;
  const control = () => running.sandbox.ysell.control;
  const drop = (type: 'drop-answer' | 'refuse-connection') =>
    running.sandbox.faults.add({ system: 'ysell', method: 'POST', effect: { type } });

  for (const dialect of ['requirement', 'v1'] as const) {
    describe(`in the dialect ${dialect}`, () => {
      const done = dialect === 'v1' ? '7.1' : 'Done';

      it('carries an order there whole, and follows it to its end', async () => {
        const opened = centre({ dialect });
        assert.deepEqual(await opened.lookUp('S00042'), []);
        const { id } = await opened.create(anOrder());
        const there = control().order(id);
        assert.equal(there.reference, 'S00042');
        assert.equal(there.receiver.street, 'Hauptstraße 1, 2nd floor');
        assert.deepEqual(there.items[0]?.serials, ['SN-1', 'SN-2']);
        assert.equal(there.status, '5.1');
        assert.deepEqual(
          (await opened.lookUp('S00042')).map((order) => order.id),
          [id],
        );
        control().setStatus(id, { status: 'Done' });
        const order = await opened.read(id);
        assert.deepEqual([order.status, order.trackingNumber], [done, 'YS00000501']);
        assert.deepEqual(told((await askAll(opened, [{ id, reference: 'S00042' }])).flat()), [`${id}: ${done}`]);
      });

      it('finds an order whose answer was lost, and none that never came', async () => {
        const opened = centre({ dialect });
        drop('refuse-connection');
        assert.equal((await failureOf(opened.create(anOrder()))).type, 'OutcomeUnknown');
        assert.deepEqual(await opened.lookUp('S00042'), []);
        drop('drop-answer');
        assert.equal((await failureOf(opened.create(anOrder()))).type, 'OutcomeUnknown');
        assert.equal((await opened.lookUp('S00042')).length, 1);
      });

      it('finds two where there are two', async () => {
        const opened = centre({ dialect });
        const order = anOrder({ lines: [aLine({ lots: [] })] });
        await opened.create(order);
        await opened.create(order);
        assert.equal((await opened.lookUp('S00042')).length, 2);
      });

      it('finds it where the reference is not looked for, or does not say', async () => {
        const opened = centre({ dialect });
        for (let number = 0; number < 60; number += 1) {
          control().createOrder({ ...byHand, reference: `S9${number}` });
        }
        const { id } = await opened.create(anOrder());
        control().setAnswer({ lookup: false });
        const found = await opened.lookUp('S00042');
        assert.deepEqual(
          found.map((order) => order.id),
          dialect === 'v1' ? [id] : [],
        );
      });

      it('is told in words what is missing, and what is used already', async () => {
        const opened = centre({ dialect });
        const { receiver } = anOrder();
        const missing = await failureOf(opened.create(anOrder({ receiver: { ...receiver, phone: '', city: '' } })));
        assert.equal(missing.type, 'Rejected');
        assert.match(missing.message, /phone:? cannot be blank; .*city:? cannot be blank/);
        await opened.create(anOrder());
        const used = await failureOf(opened.create(anOrder({ reference: 'S00043' })));
        assert.match(used.message, /Serial number SN-1 is already used in order 501/);
      });

      it('is told when an order was taken without an id', async () => {
        control().setAnswer({ createdId: 'none' });
        const failure = await failureOf(centre({ dialect }).create(anOrder()));
        assert.deepEqual([failure.type, failure.data.code], ['BadResponse', 'no-id']);
        assert.equal((await centre({ dialect }).lookUp('S00042')).length, 1);
      });

      it('is told when its key was revoked, and tests it', async () => {
        assert.match(await centre({ dialect }).test(), /took the key/);
        control().setAnswer({ key: null });
        assert.equal((await failureOf(centre({ dialect }).test())).type, 'Unauthorized');
      });
    });
  }

  const shapes = ['bare', 'order', 'orders', 'data', 'list'] as const;
  for (const shape of shapes) {
    it(`reads answers in the shape ${shape}, whatever there is not`, async () => {
      control().setAnswer({ shape, statusField: 'state' });
      const { id } = await centre().create(anOrder());
      assert.equal((await centre().read(id)).status, 'In progress');
      assert.equal((await centre().lookUp('S00042')).length, 1);
      for (const missing of ['404', 'null', 'empty-list', 'empty-object', 'words'] as const) {
        control().setAnswer({ missing });
        assert.deepEqual(await centre().lookUp('S00043'), [], missing);
        assert.equal((await failureOf(centre().read('9'))).type, 'NotFound', missing);
      }
    });
  }

  for (const createdId of ['id', 'order_id', 'order'] as const satisfies readonly YsellSettingsChange['createdId'][]) {
    it(`reads the id of a new order from ${createdId}`, async () => {
      control().setAnswer({ createdId });
      assert.equal((await centre().create(anOrder())).id, '501');
    });
  }

  it('asks after 2,000 orders of the wiki with 40 calls', async () => {
    const orders = Array.from({ length: 2_000 }, (_, index) => {
      const reference = `S${index}`;
      return { id: String(control().createOrder({ ...byHand, reference }).id), reference };
    });
    control().setStatus(1_000, { status: '7.1' });
    const answers = (await askAll(centre({ dialect: 'v1' }), orders)).flat();
    assert.equal(answers.length, 2_000);
    assert.deepEqual(
      told(answers).filter((words) => words.endsWith(' 7.1')),
      ['1000: 7.1'],
    );
    assert.equal(running.sandbox.log.counts()['ysell']?.total, 40);
  });
});

const byHand = { items: [{ productId: '1', quantity: 1 }] };
