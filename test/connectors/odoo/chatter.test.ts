import assert from 'node:assert/strict';
import { z } from 'zod';
import { connectTo, startFakeOdoo } from './fake-odoo.ts';
import type { FakeAnswer, FakeCall } from './fake-odoo.ts';

const record = { model: 'sale.order', id: 42 } as const;
const firstCell = (call: FakeCall | undefined): unknown =>
  z.array(z.array(z.unknown())).parse(call?.params['data'])[0]?.[0];

describe('activities in Odoo', () => {
  const activity = { summary: 'Otp', note: 'n', userId: 3 };
  const loaded: FakeAnswer = { result: { ids: [8], messages: [] } };

  it('are not made again while one with the same summary is open', async () => {
    const fake = await startFakeOdoo({
      answer: () => ({
        result: [
          { id: 5, active: false },
          { id: 6, active: true },
        ],
      }),
    });
    const { odoo } = await connectTo(fake.url);
    assert.equal(await odoo.scheduleActivityOnce(record, activity), 6);
    await fake.close();
  });

  it('are made anew under another external id after one was closed', async () => {
    const closed: object[] = [];
    const fake = await startFakeOdoo({ answer: ({ method }) => (method === 'load' ? loaded : { result: closed }) });
    const { odoo } = await connectTo(fake.url);
    await odoo.scheduleActivityOnce(record, activity);
    closed.push({ id: 8, active: false });
    await odoo.scheduleActivityOnce(record, activity);
    await fake.close();
    const [first, second] = fake.of('mail.activity.load').map(firstCell);
    assert.match(String(first), /^conveyor\.activity_sale%2Eorder_42_[0-9a-f]{16}_0$/);
    assert.equal(second, String(first).replace(/0$/, '1'));
  });

  it('are assigned without a mail where Odoo cannot send one', async () => {
    const fake = await startFakeOdoo({
      answer: ({ method, context }) => {
        if (method !== 'load') return { result: [] };
        const message = { type: 'error', record: 0, message: 'Unable to send message' };
        return context['mail_activity_quick_update'] === true
          ? loaded
          : { result: { ids: false, messages: [message] } };
      },
    });
    const { odoo } = await connectTo(fake.url);
    assert.equal(await odoo.scheduleActivityOnce(record, activity), 8);
    await fake.close();
  });

  it('that are gone count as closed', async () => {
    const fake = await startFakeOdoo({ answer: () => ({ result: [] }) });
    const { odoo } = await connectTo(fake.url);
    await odoo.closeActivity(8, 'done');
    await fake.close();
    assert.deepEqual(
      fake.calls.map((call) => call.method),
      ['search'],
    );
  });
});
