import assert from 'node:assert/strict';
import { activitySummary } from '../../../src/dispatch/notices/activity-words.ts';
import { onceAMinute } from '../../../src/dispatch/notices/once-a-minute.ts';
import { retryDelayMs } from '../../../src/dispatch/notices/retry-delay.ts';
import { attentionKinds } from '../../../src/domain/order-stage.ts';

describe('the delays of a notice that was not taken', () => {
  it('grow from five seconds to ten hours and stay there', () => {
    const seconds = Array.from({ length: 8 }, (_, failed) => retryDelayMs(failed, 0, () => 0) / 1_000);
    assert.deepEqual(seconds, [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000, 36_000]);
  });

  it('are up to a tenth longer, so that notices that failed together come apart', () => {
    assert.equal(
      retryDelayMs(1, 0, () => 1),
      330_000,
    );
  });

  it('are never shorter than what the other side asked for', () => {
    assert.equal(retryDelayMs(0, 60_000), 60_000);
    assert.ok(retryDelayMs(1, 60_000) >= 300_000);
  });
});

describe('a warning once a minute', () => {
  it('lets the first through, and then one a minute with the number it stands for', () => {
    let now = 5;
    const said: [unknown, number][] = [];
    const warn = onceAMinute(
      (error, times) => said.push([error, times]),
      () => now,
    );
    warn('a');
    now += 59_999;
    warn('b');
    warn('c');
    assert.deepEqual(said, [['a', 1]]);
    now += 1;
    warn('d');
    assert.deepEqual(said, [
      ['a', 1],
      ['d', 3],
    ]);
  });
});

describe('the words of a to-do', () => {
  it('name the order by the number people know', () => {
    const attention = {
      kind: 'otp-required',
      step: 'otp',
      number: 'C-10021',
      target_id: 'GMNvpbLM',
      target_type: 'order',
    } as const;
    assert.equal(activitySummary(attention), 'Order C-10021: enter the one-time password');
    assert.equal(activitySummary({ ...attention, number: null }), 'Order GMNvpbLM: enter the one-time password');
  });

  it('name the step where one order may have two of a kind at once', () => {
    const attention = { kind: 'rejected', number: 'C-10021', target_id: 'GMNvpbLM', target_type: 'order' } as const;
    assert.equal(
      activitySummary({ ...attention, step: 'push' }),
      'Order C-10021: was refused (status at the marketplace)',
    );
    assert.equal(activitySummary({ ...attention, step: 'apply' }), 'Order C-10021: was refused (change in Odoo)');
    assert.equal(activitySummary({ ...attention, step: '' }), 'Order C-10021: was refused');
  });

  it('say that it is a shipment, and which step of it', () => {
    const attention = { kind: 'rejected', number: 'S00042', target_id: '42', target_type: 'fulfilment' } as const;
    assert.equal(activitySummary({ ...attention, step: 'send' }), 'Shipment S00042: was refused (sending)');
    assert.equal(
      activitySummary({ ...attention, kind: 'missing-fields', step: 'look' }),
      'Shipment S00042: complete what is missing',
    );
  });

  it('differ for every kind', () => {
    const summaries = attentionKinds.map((kind) =>
      activitySummary({ kind, step: '', number: '1', target_id: '1', target_type: 'order' }),
    );
    assert.equal(new Set(summaries).size, attentionKinds.length);
  });
});
