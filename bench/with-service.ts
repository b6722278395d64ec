import { startService } from '../test/support/service.ts';
import type { Service, ServiceOptions } from '../test/support/service.ts';

/** Starts the whole product as it is run, worker and API as processes of their own, and stops it whatever becomes of the work. */
export const withService = async <T>(options: ServiceOptions, work: (service: Service) => Promise<T>): Promise<T> => {
  const service = await startService(options);
  try {
    return await work(service);
  } finally {
    await service.close();
  }
};
