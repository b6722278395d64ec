import {
  ApplicationFailure,
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';

/** Counts what it was asked; accepts, refuses and lingers as the order's id says. */
export async function marketplaceOrder({ externalId }: { externalId: string }): Promise<void> {
  let asked = 0;
  const answer = async (): Promise<number> => {
    asked += 1;
    if (externalId === 'slow') await condition(() => false);
    return asked;
  };
  setHandler(defineUpdate<number>('retry'), answer);
  setHandler(defineUpdate<number, [{ reason: string }]>('skip'), answer);
  setHandler(defineUpdate<number, [{ reason: string }]>('cancel'), answer, {
    validator: ({ reason }) => {
      throw ApplicationFailure.create({
        message: `Order ${externalId} has left the house: ${reason} comes too late`,
        nonRetryable: true,
      });
    },
  });
  setHandler(defineUpdate<number, [{ otp: string }]>('enterOtp'), async ({ otp }) => {
    if (otp === '000000')
      throw ApplicationFailure.create({ message: 'The one-time password was refused', nonRetryable: true });
    return answer();
  });
  await condition(() => false);
}

export async function pullOrders(): Promise<void> {
  await condition(() => false);
}

export async function reconcileOffers({ connection }: { connection: string }): Promise<unknown> {
  await condition(() => connection !== 'cartona');
  return { id: connection, compared: 10 };
}

export async function syncListings({ connection }: { connection: string }): Promise<unknown> {
  await condition(() => connection !== 'cartona');
  if (connection === 'broken') {
    throw ApplicationFailure.create({ message: 'The list cannot be read', nonRetryable: true });
  }
  return { seen: 3 };
}

export async function propagateOffers(): Promise<number> {
  let pokes = 0;
  setHandler(defineSignal('poke'), () => {
    pokes += 1;
  });
  await condition(() => pokes > 1);
  return pokes;
}

/** Takes what it is asked but for keys that say otherwise. */
export async function posOrder({ externalId }: { externalId: string }): Promise<void> {
  let asked = 0;
  const answer = (): number => {
    if (externalId === 'paid') {
      throw ApplicationFailure.create({ message: 'Order paid is paid; nothing is left to retry.', nonRetryable: true });
    }
    asked += 1;
    return asked;
  };
  setHandler(defineUpdate<number>('retry'), answer);
  setHandler(defineUpdate<number, [{ reason: string }]>('skip'), answer);
  await condition(() => false);
}

/** One that fetches lasts until it is ended; one that is woken counts its pokes. */
export async function importPosOrders({ since }: { since?: string }): Promise<unknown> {
  let pokes = 0;
  setHandler(defineSignal('poke'), () => {
    pokes += 1;
  });
  await condition(() => pokes > 0);
  return { pokes, since };
}

/** Takes what it is asked, and counts it, but for cancelling where `tooLate` says so. */
const runOfRow = async (tooLate: string | null): Promise<void> => {
  let asked = 0;
  const answer = (): number => {
    asked += 1;
    return asked;
  };
  setHandler(defineUpdate<number>('retry'), answer);
  setHandler(defineUpdate<number>('checkNow'), answer);
  setHandler(defineUpdate<number, [{ reason: string }]>('skip'), answer);
  setHandler(defineUpdate<number, [{ reason: string }]>('cancel'), answer, {
    validator: ({ reason }) => {
      if (tooLate === null) return;
      throw ApplicationFailure.create({ message: `${tooLate}: ${reason} comes too late`, nonRetryable: true });
    },
  });
  setHandler(defineQuery('state'), () => ({ asked }));
  await condition(() => false);
};

/** Sale order 7 is at the prep centre. */
export const shipWithYsell = ({ saleOrderId }: { saleOrderId: number }): Promise<void> =>
  runOfRow(saleOrderId === 7 ? 'Shipment S00007 stands at the prep centre as 4711' : null);

/** Picking 7 was collected. */
export const deliverPicking = ({ pickingId }: { pickingId: number }): Promise<void> =>
  runOfRow(pickingId === 7 ? 'The shipment of WH/OUT/00007 was collected' : null);

/** Lasts until it is poked, and meanwhile has an activity that nobody ends. */
export async function followShipments({ since }: { since?: string }): Promise<unknown> {
  let pokes = 0;
  setHandler(defineQuery('state'), () => ({ asked: 5, changed: 1 }));
  setHandler(defineSignal('poke'), () => {
    pokes += 1;
  });
  const { ask } = proxyActivities<{ ask: () => Promise<void> }>({
    taskQueue: 'connection-ysell',
    startToCloseTimeout: '1 hour',
  });
  await Promise.race([ask(), condition(() => pokes > 0)]);
  return { asked: 12, since };
}

/** Lasts until it is poked. */
export async function mirrorOdoo(input: unknown): Promise<unknown> {
  let pokes = 0;
  setHandler(defineSignal('poke'), () => {
    pokes += 1;
  });
  await condition(() => pokes > 0);
  return { input };
}
