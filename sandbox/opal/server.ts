import { setTimeout as wait } from 'node:timers/promises';
import { jsonAnswer } from '../answers.ts';
import { createRateLimit } from '../rate-limit.ts';
import { Refusal } from '../refusal.ts';
import type { Simulator, SimulatorRequest, SimulatorResponse } from '../simulator.ts';
import { handleOpalControl } from './control-routes.ts';
import type { OpalControl } from './control.ts';
import { createOpalControl } from './control.ts';
import { answerGateway } from './gateway-api.ts';
import { answerOpalPage, opalPage } from './page.ts';
import { OpalState } from './state.ts';

export interface OpalSimulator extends Simulator {
  readonly control: OpalControl;
  /** No order was ever taken here. */
  readonly isEmpty: boolean;
}

export interface OpalOptions {
  /** File of everything that happened; `null`: memory only. */
  readonly journalPath: string | null;
}

/**
 * OPAL, the courier, behind its gateway: the contract of docs/connectors/opal.md, what happens there (`/_control/…`), and a page for people (`/`). It is
 * as unkind as the contract allows: the same reference twice makes two orders, some have no HWB number and none has a label before it is planned.
 */
export const createOpalSimulator = ({ journalPath }: OpalOptions): OpalSimulator => {
  const state = new OpalState(journalPath);
  const control = createOpalControl(state);
  const retryAfter = createRateLimit();
  const closing = new AbortController();
  const pause = async (ms: number): Promise<void> => {
    await wait(ms, undefined, { signal: closing.signal }).catch(() => undefined);
    if (closing.signal.aborted) throw new Refusal(503, 'closed meanwhile');
  };

  const api = async (request: SimulatorRequest): Promise<SimulatorResponse> => {
    const { token, rateLimit } = state.settings;
    if (token === null || request.headers.authorization !== `Bearer ${token}`) {
      return jsonAnswer(401, { success: false, error: 'Token ungültig' });
    }
    const seconds = retryAfter(rateLimit);
    if (seconds !== null) {
      return jsonAnswer(429, { success: false, error: 'Zu viele Anfragen' }, { 'Retry-After': String(seconds) });
    }
    const answer = await answerGateway(state, request, pause);
    return answer ?? jsonAnswer(404, { error: 'no such address' });
  };

  const answer = (request: SimulatorRequest): Promise<SimulatorResponse> | SimulatorResponse => {
    const { method, path } = request;
    if (path.startsWith('/_control')) {
      return handleOpalControl(control, { ...request, path: path.slice('/_control'.length) });
    }
    if (path.startsWith('/_page/')) return answerOpalPage(control, method, path);
    return path === '/' && method === 'GET' ? opalPage(control) : api(request);
  };

  return {
    control,
    get isEmpty() {
      return state.count === 0;
    },
    routeOf: ({ method, path }) => `${method} ${(path.split('?')[0] ?? '').replace(/^\/orders\/[^/]+/, '/orders/*')}`,
    handle: async (request) => {
      try {
        return await answer(request);
      } catch (error) {
        if (error instanceof Refusal) return jsonAnswer(error.status, { error: error.message });
        if (error instanceof RangeError) return jsonAnswer(409, { error: error.message });
        throw error;
      }
    },
    close: () => {
      closing.abort();
      state.close();
    },
  };
};
