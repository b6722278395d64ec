import type { OdooVersion } from '../../sandbox/odoo-mount.ts';
import { renewAfterFailure } from './renew-after-failure.ts';
import { startService } from './service.ts';
import type { Service, ServiceOptions } from './service.ts';

const startsWithinMs = 120_000;
const stopsWithinMs = 30_000;
const services = new Map<OdooVersion, Promise<Service>>();

/**
 * The service that all tests with this Odoo share: started when the first of them begins, stopped after the last test of all. For tests that
 * touch only their own orders and connections; who kills a process or breaks Odoo takes a service of their own.
 */
export const useSharedService = (odooVersion: OdooVersion = 18): (() => Service) => {
  let service: Service | undefined;
  before(async function () {
    this.timeout(startsWithinMs);
    const starting = services.get(odooVersion) ?? startService({ odooVersion });
    services.set(odooVersion, starting);
    service = await starting;
  });
  return () => started(service);
};

/** A service for the tests of this `describe` alone; a new one after each attempt that failed. */
export const useService = (options: ServiceOptions = {}): (() => Service) => {
  let service: Service | undefined;
  before(async function () {
    this.timeout(startsWithinMs);
    service = await startService(options);
  });
  renewAfterFailure(async () => {
    const spoilt = service;
    service = undefined;
    await spoilt?.close().catch((error: unknown) => console.error(error));
    service = await startService(options);
  }, startsWithinMs + stopsWithinMs);
  after(async () => {
    await service?.close();
  });
  return () => started(service);
};

const started = (service: Service | undefined): Service => {
  if (service === undefined) throw new Error('The service is there when tests run, not while they are described');
  return service;
};

after(async () => {
  const running = await Promise.allSettled(services.values());
  services.clear();
  for (const start of running) if (start.status === 'fulfilled') await start.value.close();
});
