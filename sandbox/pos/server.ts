import { jsonAnswer } from '../answers.ts';
import { Refusal } from '../refusal.ts';
import type { Simulator, SimulatorRequest, SimulatorResponse } from '../simulator.ts';
import { handlePosControl } from './control-routes.ts';
import type { PosControl } from './control.ts';
import { createPosControl } from './control.ts';
import { answerOrders } from './orders-api.ts';
import { posPage, pressPosButton } from './page.ts';
import { PosState } from './state.ts';

export interface PosSimulator extends Simulator {
  /** The first point of sale, at `/pos/main/orders`. */
  readonly control: PosControl;
  /** Another one, at `/pos/<name>/orders`, from now on. Letters, digits and dashes. */
  source(name: string): PosControl;
  /** Nothing has ever happened here. */
  readonly isEmpty: boolean;
}

export interface PosOptions {
  /** File of everything that happened; `null`: memory only. */
  readonly journalPath: string | null;
}

const firstSource = 'main';
const isName = (name: string): boolean => /^[a-z0-9-]{1,40}$/.test(name);

/** Foreign points of sale: the address their orders are fetched from, what their shops do (`/_control/…`), and a page for people (`/`). */
export const createPosSimulator = ({ journalPath }: PosOptions): PosSimulator => {
  const state = new PosState(journalPath);
  const main = createPosControl(state, firstSource);

  const open = (name: string): PosControl => {
    if (name === '' || name === firstSource) return main;
    if (!isName(name)) throw new Refusal(404, `${name} is no name of a point of sale`);
    return createPosControl(state, name);
  };

  const answer = (request: SimulatorRequest): SimulatorResponse => {
    const { method, path } = request;
    const { pathname, searchParams } = new URL(path, 'http://pos');
    if (pathname.startsWith('/_control'))
      return handlePosControl(open, { ...request, path: path.slice('/_control'.length) });
    if (pathname.startsWith('/_page/') && method === 'POST') return pressPosButton(open, pathname);
    if (pathname === '/' && method === 'GET')
      return posPage(open(searchParams.get('source') ?? ''), [...state.sources.keys()]);
    const [, name = ''] = /^\/([^/]+)\/orders\/?$/.exec(pathname) ?? [];
    const source = state.sources.get(name);
    if (!source) return jsonAnswer(404, { error: `${method} ${pathname} is not known` });
    return answerOrders(source, request);
  };

  return {
    control: main,
    source: open,
    get isEmpty() {
      return main.isEmpty && main.items().length === 0;
    },
    routeOf: ({ method, path }) => `${method} ${path.split('?')[0] ?? ''}`,
    isPage: (path) => /^\/(\?|$)/.test(path),
    handle: (request) => {
      try {
        return Promise.resolve(answer(request));
      } catch (error) {
        if (error instanceof Refusal) return Promise.resolve(jsonAnswer(error.status, { error: error.message }));
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      }
    },
    close: () => state.close(),
  };
};
