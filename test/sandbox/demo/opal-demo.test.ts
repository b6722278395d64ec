import assert from 'node:assert/strict';
import type { Demo } from '../../../sandbox/demo/demo.ts';
import { startOpalDemo } from '../../../sandbox/demo/opal-demo.ts';
import { silentLogger } from '../../../sandbox/logger.ts';
import { createOpalSimulator } from '../../../sandbox/opal/server.ts';
import type { OpalSimulator } from '../../../sandbox/opal/server.ts';
import { waitUntil } from '../../../src/runtime/wait-until.ts';

describe('the demo of OPAL', () => {
  let opal: OpalSimulator;
  let demo: Demo;
  beforeEach(() => {
    opal = createOpalSimulator({ journalPath: null });
  });
  afterEach(async () => {
    await demo.stop();
    await opal.close();
  });

  const start = (pace: number): void => {
    demo = startOpalDemo({ opal: opal.control, logger: silentLogger, tickMs: 5, pace });
  };
  const untilDelivered = async (number: string): Promise<void> => {
    const isDelivered = (): boolean => opal.control.order(number).status === 'Zugestellt';
    assert.ok(await waitUntil(isDelivered, { withinMs: 5_000, everyMs: 5 }));
  };

  it('brings whatever is booked to its end by the usual way', async () => {
    start(0.0005);
    const { orderNumber } = opal.control.createOrder();
    await untilDelivered(orderNumber);
    assert.deepEqual(
      opal.control.order(orderNumber).history.map(({ status }) => status),
      ['Beauftragt', 'Disponiert', 'Abgeholt', 'Zugestellt'],
    );
  });

  it('takes its time', async () => {
    const { orderNumber } = opal.control.createOrder();
    start(1_000);
    await demo.stop();
    assert.equal(opal.control.order(orderNumber).status, 'Beauftragt');
  });

  it('leaves alone what somebody took off its way, and what is at its end', async () => {
    const [cancelled, lost, ended, usual] = [1, 2, 3, 4].map(() => opal.control.createOrder().orderNumber);
    assert.ok(cancelled !== undefined && lost !== undefined && ended !== undefined && usual !== undefined);
    opal.control.setStatus(cancelled, { status: 'Storniert' });
    opal.control.setStatus(lost, { status: 'Im Lager' });
    opal.control.setStatus(ended, { status: 'Zugestellt', receiver: 'Fehlanfahrt' });
    start(0.0005);
    await untilDelivered(usual);
    assert.deepEqual(
      [cancelled, lost, ended].map((number) => opal.control.order(number).history.length),
      [2, 2, 2],
    );
  });
});
