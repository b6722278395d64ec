import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { htmlAnswer } from './answers.ts';
import type { FaultEffect } from './fault-rules.ts';
import type { SimulatorResponse } from './simulator.ts';

/** What an effect works on: one call that has arrived whole. */
export interface FaultedCall {
  /** Lets the simulator do its work. */
  execute(): Promise<SimulatorResponse>;
  /** Makes the simulated Odoo fail on its next call; does nothing on other systems. */
  failNext(kind: Extract<FaultEffect, { type: 'odoo-error' }>['kind']): void;
  /** Lets time pass between the start of the next transaction of the simulated Odoo and its work; does nothing on other systems. */
  delayNext(ms: number): void;
  readonly response: ServerResponse;
  /** Aborted when the sandbox closes: nothing may wait on. */
  readonly signal: AbortSignal;
}

type SimpleEffect = Exclude<FaultEffect, { type: 'reset-before' | 'slow-body' | 'cut-body' | 'huge-body' }>;

/** Sends a whole answer. The body goes out with a Content-Length, as Odoo and Cartona send it. */
export const sendAnswer = (response: ServerResponse, answer: SimulatorResponse): void => {
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
  response.writeHead(answer.status, { ...answer.headers, 'Content-Length': body.length });
  response.end(body);
};

const destroySocket = (response: ServerResponse): void => {
  response.socket?.destroy();
};

/** Waits, or less when the sandbox closes or the caller has gone. */
const pause = async (ms: number, { response, signal }: FaultedCall): Promise<void> => {
  const gone = new AbortController();
  const leave = () => gone.abort();
  response.once('close', leave);
  await wait(ms, undefined, { signal: AbortSignal.any([signal, gone.signal]) }).catch(() => undefined);
  response.off('close', leave);
};

/** Streams an answer as fast as it is made; ends early when the caller goes or the sandbox closes. */
const stream = async (call: FaultedCall, chunks: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void> => {
  try {
    await pipeline(chunks, call.response, { signal: call.signal });
  } catch {
    destroySocket(call.response); // nobody is left to tell
  }
};

const trickle = (call: FaultedCall, answer: SimulatorResponse, bytesPerSecond: number): Promise<void> => {
  const body = Buffer.from(answer.body);
  const step = Math.max(1, Math.floor(bytesPerSecond / 20));
  call.response.writeHead(answer.status, { ...answer.headers, 'Content-Length': body.length });
  return stream(
    call,
    (async function* () {
      for (let sent = 0; sent < body.length; sent += step) {
        yield body.subarray(sent, sent + step);
        await pause((step / bytesPerSecond) * 1000, call);
      }
    })(),
  );
};

const cut = async (call: FaultedCall, answer: SimulatorResponse): Promise<void> => {
  const body = Buffer.from(answer.body);
  call.response.writeHead(answer.status, { ...answer.headers, 'Content-Length': body.length });
  await new Promise<void>((resolve) => {
    call.response.write(body.subarray(0, Math.floor(body.length / 2)), () => resolve());
  });
  destroySocket(call.response);
};

const flood = (call: FaultedCall, bytes: number): Promise<void> => {
  const chunk = Buffer.alloc(64 * 1024, ' ');
  call.response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' });
  return stream(
    call,
    (function* () {
      yield Buffer.from('[');
      for (let left = bytes - 2; left > 0; left -= chunk.length) yield chunk.subarray(0, left);
      yield Buffer.from(']');
    })(),
  );
};

const unavailable = htmlAnswer(503, '<!doctype html><title>503</title><h1>503 Service Unavailable</h1>');
const oops = '<!doctype html><title>Oops</title><h1>Something went wrong</h1>';

/**
 * What effects without a play of their own come to: an answer, or `null` for a socket destroyed.
 * Waiting and executing happen here, in the order that the effect says.
 */
const outcomeOf = async (effect: SimpleEffect, call: FaultedCall): Promise<SimulatorResponse | null> => {
  switch (effect.type) {
    case 'drop-answer':
      await call.execute();
      return null;
    case 'refuse-connection':
      return null;
    case 'status':
      return effect;
    case 'hang':
      await pause(effect.ms, call);
      return effect.execute && !call.signal.aborted ? call.execute() : null;
    case 'late-answer': {
      const answer = await call.execute();
      await pause(effect.ms, call);
      return call.signal.aborted ? null : answer;
    }
    case 'empty-body':
      return { ...(await call.execute()), body: '' };
    case 'html-body':
      return htmlAnswer((await call.execute()).status, oops);
    case 'odoo-error':
      call.failNext(effect.kind);
      return call.execute();
    case 'late-commit':
      call.delayNext(effect.ms);
      return call.execute();
    case 'outage':
      return effect.as === 'refused' ? null : unavailable;
  }
};

/** Plays one effect on one call, to the end of the answer or of the socket. */
export const playFault = async (effect: FaultEffect, call: FaultedCall): Promise<void> => {
  switch (effect.type) {
    case 'reset-before':
      call.response.socket?.resetAndDestroy();
      return;
    case 'slow-body':
      return trickle(call, await call.execute(), effect.bytesPerSecond);
    case 'cut-body':
      return cut(call, await call.execute());
    case 'huge-body':
      return flood(call, effect.bytes);
    case 'drop-answer':
    case 'refuse-connection':
    case 'status':
    case 'hang':
    case 'late-answer':
    case 'empty-body':
    case 'html-body':
    case 'odoo-error':
    case 'late-commit':
    case 'outage': {
      const outcome = await outcomeOf(effect, call);
      if (outcome === null) destroySocket(call.response);
      else sendAnswer(call.response, outcome);
    }
  }
};
