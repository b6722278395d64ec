import { rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { jsonAnswer } from './answers.ts';
import type { CallLog } from './call-log.ts';
import { createCallLog } from './call-log.ts';
import { handleCall } from './call-handler.ts';
import type { CartonaSimulator } from './cartona/server.ts';
import type { CartonaSettings } from './cartona/settings.ts';
import { createCartonaSimulator } from './cartona/server.ts';
import { growCatalogue, publishCatalogue } from './catalogue.ts';
import type { Demo } from './demo/demo.ts';
import { beginDemo, startDemo } from './demo/demo.ts';
import { startOpalDemo } from './demo/opal-demo.ts';
import { beginPosDemo, startPosDemo } from './demo/pos-demo.ts';
import { beginYsellDemo, startYsellDemo } from './demo/ysell-demo.ts';
import { sendAnswer } from './fault-effects.ts';
import type { Faults } from './faults.ts';
import { createFaults } from './faults.ts';
import { indexPage } from './index-page.ts';
import type { SandboxLogger } from './logger.ts';
import { silentLogger } from './logger.ts';
import { createOdooClient } from './odoo-client.ts';
import type { MountedOdoo, OdooVersion } from './odoo-mount.ts';
import { createOdooMount, odooVersions, sandboxOdooLogin } from './odoo-mount.ts';
import { createOpalSimulator } from './opal/server.ts';
import type { OpalSimulator } from './opal/server.ts';
import { posItemsOf } from './pos/catalogue.ts';
import { createPosSimulator } from './pos/server.ts';
import type { PosSimulator } from './pos/server.ts';
import { readBody } from './request-body.ts';
import { handleSandboxRoute } from './sandbox-routes.ts';
import type { SandboxParts } from './sandbox-routes.ts';
import type { Simulator, SimulatorRequest } from './simulator.ts';
import { createYsellSimulator } from './ysell/server.ts';
import type { YsellSimulator } from './ysell/server.ts';

export interface SandboxOptions {
  /** 0: any free port. */
  readonly port: number;
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** Where the simulators keep their journals; `null`: memory only. */
  readonly stateDir: string | null;
  /** Plays a few orders when it starts on an empty state. Default false. */
  readonly demo?: boolean;
  /** Whom Cartona tells of orders from the beginning of the demo on. Default: nobody. */
  readonly webhook?: CartonaSettings['webhook'];
  /** The version behind `/odoo`; `/odoo17`, `/odoo18` and `/odoo19` are Odoos of their own. Default 18. */
  readonly odooVersion?: OdooVersion;
  /** Makes Cartona and the points of sale know the products of `/odoo` when they start on an empty state. Default true. */
  readonly catalogue?: boolean;
  /** How many calls `/_log` keeps. Default 20,000. */
  readonly logSize?: number;
  readonly logger?: SandboxLogger;
}

export interface Sandbox {
  /** Listens, and gives the address, for example `http://127.0.0.1:3211`. */
  start(): Promise<string>;
  close(): Promise<void>;
  /** Only after `start`. */
  readonly url: string;
  readonly faults: Faults;
  readonly log: CallLog;
  readonly cartona: CartonaSimulator;
  /** Foreign points of sale. */
  readonly pos: PosSimulator;
  /** The prep centre. */
  readonly ysell: YsellSimulator;
  /** The courier. */
  readonly opal: OpalSimulator;
  /** The Odoo at `/odoo`, or one of the others by its version. */
  odoo(version?: OdooVersion): MountedOdoo;
  /** Forgets everything: faults, log, and what each simulator holds. */
  reset(): Promise<void>;
}

/** The supplier's token at the simulated Cartona, until it is replaced. */
export { defaultToken as sandboxToken } from './cartona/settings.ts';
/** The key of each simulated point of sale, until it is replaced. */
export { defaultPosKey as sandboxPosKey } from './pos/settings.ts';
/** The key of the simulated Ysell, until it is replaced. */
export { defaultYsellKey as sandboxYsellKey } from './ysell/settings.ts';
/** The token of the simulated OPAL, until it is replaced. */
export { defaultOpalToken as sandboxOpalToken } from './opal/settings.ts';
export { sandboxOdooLogin } from './odoo-mount.ts';

/** One server with a simulator of every outside system, each under a path segment of its own. */
export const createSandbox = (options: SandboxOptions): Sandbox => {
  const { port, host = '127.0.0.1', stateDir, demo = false, odooVersion = 18, catalogue = true } = options;
  const logger = options.logger ?? silentLogger;
  const faults = createFaults();
  const log = createCallLog(options.logSize ?? 20_000);
  const closing = new AbortController();
  const cartonaJournal = stateDir === null ? null : join(stateDir, 'cartona.jsonl');
  const posJournal = stateDir === null ? null : join(stateDir, 'pos.jsonl');
  const ysellJournal = stateDir === null ? null : join(stateDir, 'ysell.jsonl');
  const opalJournal = stateDir === null ? null : join(stateDir, 'opal.jsonl');
  let url = '';
  let cartona = createCartonaSimulator({ journalPath: cartonaJournal, logger });
  let pos = createPosSimulator({ journalPath: posJournal });
  let ysell = createYsellSimulator({ journalPath: ysellJournal });
  let opal = createOpalSimulator({ journalPath: opalJournal });
  let playing: readonly Demo[] = [];
  let awake = Promise.resolve();

  const publicUrl = () => url;
  const mainOdoo = createOdooMount({ name: 'odoo', version: odooVersion, stateDir, publicUrl });
  const odoos = new Map(
    odooVersions.map((version) => {
      const name = `odoo${version}`;
      return [name, createOdooMount({ name, version, stateDir, publicUrl })];
    }),
  ).set('odoo', mainOdoo);

  const odooClient = createOdooClient({ handle: (request) => mainOdoo.open().handle(request) }, sandboxOdooLogin);

  const simulatorAt = (system: string): Simulator | null => {
    if (system === 'cartona') return cartona;
    if (system === 'ysell') return ysell;
    if (system === 'opal') return opal;
    return system === 'pos' ? pos : (odoos.get(system)?.open() ?? null);
  };

  /** Whether a service works with what is simulated here: it asks these two first, without being told. */
  const isServed = (): boolean => ['cartona', 'pos'].some((system) => log.counts()[system] !== undefined);

  const wake = async (): Promise<void> => {
    if (cartona.isEmpty && demo) {
      await beginYsellDemo(odooClient);
      beginDemo(cartona.control);
      cartona.control.changeSettings({ webhook: options.webhook ?? null });
    }
    if (cartona.isEmpty && catalogue) publishCatalogue(mainOdoo.open().seeded.products, cartona.control);
    if (pos.isEmpty && catalogue) {
      pos.control.putItems(await posItemsOf(odooClient));
      if (demo) beginPosDemo(pos.control);
    }
    if (!demo) return;
    playing = [
      startDemo({ cartona: cartona.control, odoo: odooClient, logger }),
      startPosDemo({ pos: pos.control, logger }),
      startYsellDemo({ odoo: odooClient, ysell: ysell.control, isServed, logger }),
      startOpalDemo({ opal: opal.control, logger }),
    ];
  };

  const startAgain = async (): Promise<void> => {
    await Promise.all(playing.map((each) => each.stop()));
    faults.clear();
    log.clear();
    await cartona.close();
    if (cartonaJournal !== null) rmSync(cartonaJournal, { force: true });
    cartona = createCartonaSimulator({ journalPath: cartonaJournal, logger });
    await pos.close();
    if (posJournal !== null) rmSync(posJournal, { force: true });
    pos = createPosSimulator({ journalPath: posJournal });
    await ysell.close();
    if (ysellJournal !== null) rmSync(ysellJournal, { force: true });
    ysell = createYsellSimulator({ journalPath: ysellJournal });
    await opal.close();
    if (opalJournal !== null) rmSync(opalJournal, { force: true });
    opal = createOpalSimulator({ journalPath: opalJournal });
    for (const odoo of odoos.values()) odoo.reset();
    await wake();
  };
  const reset = (): Promise<void> => (awake = startAgain());

  const grow: SandboxParts['growCatalogue'] = (goods) => {
    const { stockLocation } = mainOdoo.open().seeded;
    return growCatalogue({ odoo: odooClient, version: odooVersion, stockLocation }, cartona.control, goods);
  };

  const index = () =>
    indexPage([
      { path: '/cartona/', title: 'Cartona', text: 'Orders, retailers, products. API at /cartona/api/v1/' },
      { path: '/pos/', title: 'Point of sale', text: 'What a foreign shop sold. Fetched from /pos/main/orders' },
      {
        path: '/ysell/',
        title: 'Ysell',
        text: 'A prep centre and what it ships. API at /ysell/api/orders/ and /ysell/api/v1/',
      },
      { path: '/opal/', title: 'OPAL', text: 'A courier and what it carries. Its gateway is at /opal/orders' },
      ...[...odoos].reverse().map(([name, { version }]) => ({
        path: `/${name}/`,
        title: `Odoo ${version}.0`,
        text: name === 'odoo' ? 'The one Conveyor works with by default' : 'Another one, with data of its own',
      })),
    ]);

  /** What is answered here itself; `null`: nothing, it is a call through the public door of a simulated system. */
  const ownAnswer = async (request: SimulatorRequest, system: string, simulator: Simulator | null) => {
    const { method, path, headers } = request;
    if (headers['sec-fetch-site'] === 'cross-site' && method !== 'GET') {
      return jsonAnswer(403, { error: 'not from another site' });
    }
    if (system === '') return index();
    if (system.startsWith('_')) {
      return handleSandboxRoute({ faults, log, growCatalogue: grow, reset }, { ...request, path: `/${system}${path}` });
    }
    if (!simulator) return jsonAnswer(404, { error: `nothing is simulated at /${system}` });
    if (path === '') return { status: 301, headers: { Location: `/${system}/` }, body: '' };
    // Pages and controls are not the simulated system: they stay out of the log and work during its outages.
    const isAside = path === '/' || path.startsWith('/_') || simulator.isPage?.(path) === true;
    return isAside ? simulator.handle(request) : null;
  };

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, system = '', path = ''] = /^\/([^/?]*)(.*)$/.exec(incoming.url ?? '/') ?? [];
    const body = await readBody(incoming);
    if (body === null) {
      await sendAnswer(response, jsonAnswer(413, { error: 'too large' }));
      return;
    }
    const request = { method: incoming.method ?? 'GET', path, headers: incoming.headers, body };
    await awake; // nobody sees a sandbox that is half set up
    const simulator = simulatorAt(system);
    const answer = await ownAnswer(request, system, simulator);
    if (answer) await sendAnswer(response, answer);
    else if (simulator) await handleCall({ system, simulator, faults, log, signal: closing.signal }, request, response);
  };

  const server = createServer({ keepAliveTimeout: 65_000 }, (incoming, response) => {
    serve(incoming, response).catch((error: unknown) => {
      if (incoming.destroyed && !incoming.complete) return; // the caller went away in the middle of its request
      logger.error({ err: error, method: incoming.method, url: incoming.url }, 'a simulator failed');
      if (response.headersSent) response.destroy();
      else
        void sendAnswer(response, jsonAnswer(500, { error: error instanceof Error ? error.message : String(error) }));
    });
  });

  return {
    faults,
    log,
    get url() {
      return url;
    },
    get cartona() {
      return cartona;
    },
    get pos() {
      return pos;
    },
    get ysell() {
      return ysell;
    },
    get opal() {
      return opal;
    },
    odoo: (version) => (odoos.get(`odoo${version ?? ''}`) ?? mainOdoo).open(),
    reset,
    start: async () => {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          resolve();
        });
      });
      const { port: taken } = server.address() as AddressInfo;
      url = `http://${host}:${taken}`;
      await (awake = wake());
      return url;
    },
    close: async () => {
      closing.abort();
      await Promise.all(playing.map((each) => each.stop()));
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await cartona.close();
      await pos.close();
      await ysell.close();
      await opal.close();
      for (const odoo of odoos.values()) odoo.close();
    },
  };
};
