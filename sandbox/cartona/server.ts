import { jsonAnswer } from '../answers.ts';
import type { SandboxLogger } from '../logger.ts';
import { silentLogger } from '../logger.ts';
import type { Simulator, SimulatorRequest, SimulatorResponse } from '../simulator.ts';
import { handleControl } from './control-routes.ts';
import type { CartonaControl } from './control.ts';
import { createControl } from './control.ts';
import { ordersPage, pressButton } from './page.ts';
import { Refusal } from '../refusal.ts';
import { CartonaState } from './state.ts';
import { createSupplierApi, supplierRouteOf } from './supplier-api.ts';
import { createWebhooks } from './webhooks.ts';

export interface CartonaSimulator extends Simulator {
  readonly control: CartonaControl;
  /** No order and no product yet: nothing has ever happened here. */
  readonly isEmpty: boolean;
}

export interface CartonaOptions {
  /** File of everything that happened; `null`: memory only. */
  readonly journalPath: string | null;
  readonly logger?: SandboxLogger;
}

/**
 * Cartona's supplier API (`/api/v1/…`), its retailers and staff (`/_control/…`), and a page for people (`/`).
 * There is no public sandbox of Cartona; what its documents leave open is decided here and said next to the decision.
 */
export const createCartonaSimulator = ({ journalPath, logger = silentLogger }: CartonaOptions): CartonaSimulator => {
  const state = new CartonaState(journalPath);
  const webhooks = createWebhooks(state, logger);
  const control = createControl(state, webhooks);
  const supplierApi = createSupplierApi(state);

  const answer = (request: SimulatorRequest): SimulatorResponse => {
    const { method, path } = request;
    if (path.startsWith('/api/v1/')) return supplierApi(request);
    if (path.startsWith('/_control'))
      return handleControl(control, { ...request, path: path.slice('/_control'.length) });
    if (path.startsWith('/_page/') && method === 'POST') return pressButton(control, path);
    if (path === '/' && method === 'GET') return ordersPage(control);
    return jsonAnswer(404, { error: `${method} ${path} is not known` });
  };

  return {
    control,
    get isEmpty() {
      return state.isEmpty;
    },
    routeOf: ({ method, path }) => supplierRouteOf(method, path).route,
    handle: (request) => {
      try {
        return Promise.resolve(answer(request));
      } catch (error) {
        if (error instanceof Refusal) return Promise.resolve(jsonAnswer(error.status, { error: error.message }));
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      }
    },
    close: () => {
      webhooks.close();
      state.close();
    },
  };
};
