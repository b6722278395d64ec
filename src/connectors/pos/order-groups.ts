import type { PosReading } from '../../domain/pos/pos-order.ts';

const mostOrders = 200;
/** Large orders make small groups: so much of the answer is held at most, beside the order under way. */
const mostBytes = 4 * 1024 * 1024;

/** Collects readings and hands them over in groups; whoever adds waits until a full group is through. */
export const createGroups = (take: (orders: readonly PosReading[]) => Promise<void>) => {
  let group: PosReading[] = [];
  let bytes = 0;
  let hasFailed = false;

  const handOver = async (): Promise<void> => {
    const orders = group;
    group = [];
    bytes = 0;
    try {
      await take(orders);
    } catch (error) {
      hasFailed = true;
      throw error;
    }
  };

  return {
    add: async (reading: PosReading, size: number): Promise<void> => {
      group.push(reading);
      bytes += size;
      if (group.length >= mostOrders || bytes >= mostBytes) await handOver();
    },
    /** Hands over what is left. Where handing over failed before, nothing more is. */
    end: async (): Promise<void> => {
      if (group.length > 0 && !hasFailed) await handOver();
    },
  };
};
