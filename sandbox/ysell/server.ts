import { jsonAnswer } from '../answers.ts';
import { createRateLimit } from '../rate-limit.ts';
import { Refusal } from '../refusal.ts';
import type { Simulator, SimulatorRequest, SimulatorResponse } from '../simulator.ts';
import { handleYsellControl } from './control-routes.ts';
import type { YsellControl } from './control.ts';
import { createYsellControl } from './control.ts';
import { pressYsellButton, ysellPage } from './page.ts';
import { answerRequirement } from './requirement-api.ts';
import { YsellState } from './state.ts';
import { answerV1 } from './v1-api.ts';

export interface YsellSimulator extends Simulator {
  readonly control: YsellControl;
  /** No order was ever taken here. */
  readonly isEmpty: boolean;
}

export interface YsellOptions {
  /** File of everything that happened; `null`: memory only. */
  readonly journalPath: string | null;
}

const unauthorized = (): SimulatorResponse =>
  jsonAnswer(401, {
    name: 'Unauthorized',
    message: 'Your request was made with invalid credentials.',
    code: 0,
    status: 401,
  });

/**
 * Ysell, the prep centre: the addresses of the requirement (`/api/orders/…`) and those of its wiki (`/api/v1/order`) on one state, what happens there
 * (`/_control/…`), and a page for people (`/`). There is no public sandbox of it; what is not known is decided here and said next to the decision.
 */
export const createYsellSimulator = ({ journalPath }: YsellOptions): YsellSimulator => {
  const state = new YsellState(journalPath);
  const control = createYsellControl(state);
  const retryAfter = createRateLimit();

  const api = (request: SimulatorRequest): SimulatorResponse => {
    const { key, rateLimit } = state.settings;
    if (key === null || request.headers.authorization !== `Bearer ${key}`) return unauthorized();
    const seconds = retryAfter(rateLimit);
    if (seconds !== null) return jsonAnswer(429, { message: 'Too many requests' }, { 'Retry-After': String(seconds) });
    const { pathname } = new URL(request.path, 'http://ysell');
    const answer = pathname.startsWith('/api/v1/') ? answerV1(state, request) : answerRequirement(state, request);
    return answer ?? jsonAnswer(404, { name: 'Not Found', message: 'Page not found.', code: 0, status: 404 });
  };

  const answer = (request: SimulatorRequest): SimulatorResponse => {
    const { method, path } = request;
    if (path.startsWith('/_control'))
      return handleYsellControl(control, { ...request, path: path.slice('/_control'.length) });
    if (path.startsWith('/_page/') && method === 'POST') return pressYsellButton(control, path);
    if (path === '/' && method === 'GET') return ysellPage(control);
    return api(request);
  };

  return {
    control,
    get isEmpty() {
      return state.count === 0;
    },
    routeOf: ({ method, path }) => `${method} ${(path.split('?')[0] ?? '').replace(/\/order\/[^/]+$/, '/order/*')}`,
    handle: (request) => {
      try {
        return Promise.resolve(answer(request));
      } catch (error) {
        if (error instanceof Refusal) return Promise.resolve(jsonAnswer(error.status, { error: error.message }));
        if (error instanceof RangeError) return Promise.resolve(jsonAnswer(409, { error: error.message }));
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      }
    },
    close: () => state.close(),
  };
};
