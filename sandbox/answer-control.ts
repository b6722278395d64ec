import { z } from 'zod';
import { jsonAnswer } from './answers.ts';
import { Refusal } from './refusal.ts';
import type { SimulatorRequest, SimulatorResponse } from './simulator.ts';

/** A control call, read from its request. */
export interface ControlCall {
  /** The order it is about, where it is about one. */
  readonly order: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** What a simulator does when it is told to, by method and path; `*` is the id of an order. */
export type ControlRoutes<Control> = Readonly<Record<string, (control: Control, call: ControlCall) => unknown>>;

/**
 * Answers one control call; the path of the request is what follows `/_control`.
 *
 * @param open the control that the call is for
 */
export const answerControl = <Control>(
  routes: ControlRoutes<Control>,
  open: (query: URLSearchParams) => Control,
  { method, body, path }: SimulatorRequest,
): SimulatorResponse => {
  const url = new URL(path, 'http://control');
  const name = url.pathname.replace(/^\/|\/$/g, '');
  const [, order = ''] = /^orders\/([^/]+)/.exec(name) ?? [];
  const route = `${method} ${order === '' ? name : name.replace(`orders/${order}`, 'orders/*')}`;
  const run = routes[route];
  if (!run) return jsonAnswer(404, { error: `${route} is not known`, routes: Object.keys(routes) });
  try {
    const call = { order: decodeURIComponent(order), query: url.searchParams, body: parseJson(body) };
    return jsonAnswer(200, run(open(url.searchParams), call));
  } catch (error) {
    if (error instanceof Refusal) return jsonAnswer(error.status, { error: error.message });
    if (error instanceof z.ZodError) return jsonAnswer(422, { error: 'bad input', errors: error.issues });
    if (error instanceof RangeError) return jsonAnswer(409, { error: error.message });
    throw error;
  }
};

const parseJson = (body: Buffer): unknown => {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refusal(400, 'the body is not JSON');
  }
};
