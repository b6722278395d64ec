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
  delayNext(ms: number, waits: boolean): void;
  readonly response: ServerResponse;
  /** Aborted when the sandbox closes: nothing may wait on. */
  readonly signal: AbortSignal;
}

type SimpleEffect = Exclude<FaultEffect, { type: 'reset-before' | 'slow-body' | 'cut-body' | 'huge-body' }>;

/** Pieces are put together to about so much for one write. */
const writeBytes = 64 * 1024;

/** Sends a whole answer. The body goes out with a Content-Length, as Odoo and Cartona send it; one in pieces goes out as it is made, and is never held. */
export const sendAnswer = async (response: ServerResponse, answer: SimulatorResponse): Promise<void> => {
  if (answer.pieces === undefined) {
    const body = wholeBody(answer);
    response.writeHead(answer.status, { ...answer.headers, 'Content-Length': body.length });
    response.end(body);
    return;
  }
  response.writeHead(answer.status, answer.headers);
  await pipeline(inWrites(answer.pieces), response).catch((error: unknown) => {
    if (!isGone(error)) throw error;
  });
};

/** Whether the caller went away in the middle of an answer: nobody is left to tell. */
const isGone = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE'].includes(String(error.code));

function* inWrites(pieces: Iterable<string>): Generator<Buffer> {
  let held = '';
  for (const piece of pieces) {
    held += piece;
    if (held.length < writeBytes) continue;
    yield Buffer.from(held);
    held = '';
  }
  if (held !== '') yield Buffer.from(held);
}

const wholeBody = ({ body, pieces }: SimulatorResponse): Buffer => {
  if (pieces !== undefined) return Buffer.from([...pieces].join(''));
  return typeof body === 'string' ? Buffer.from(body) : body;
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
  const body = wholeBody(answer);
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

type Cut = Extract<FaultEffect, { type: 'cut-body' }>;

const cut = async (call: FaultedCall, answer: SimulatorResponse, effect: Cut): Promise<void> => {
  const { beginning, headers } = beginningOf(answer, effect);
  call.response.writeHead(answer.status, { ...answer.headers, ...headers });
  await new Promise<void>((resolve) => {
    call.response.write(beginning, () => resolve());
  });
  destroySocket(call.response);
};

/** What is sent before the cut. Pieces are made no further than that. */
const beginningOf = (
  answer: SimulatorResponse,
  { afterBytes, afterPieces }: Cut,
): { readonly beginning: Buffer; readonly headers: Readonly<Record<string, number>> } => {
  if (answer.pieces !== undefined && afterPieces !== undefined) {
    const taken: string[] = [];
    for (const piece of answer.pieces) {
      const isWhole = taken.length < afterPieces;
      taken.push(isWhole ? piece : piece.slice(0, Math.ceil(piece.length / 2)));
      if (!isWhole) break;
    }
    return { beginning: Buffer.from(taken.join('')), headers: {} };
  }
  const body = wholeBody(answer);
  return {
    beginning: body.subarray(0, afterBytes ?? Math.floor(body.length / 2)),
    headers: answer.pieces === undefined ? { 'Content-Length': body.length } : {},
  };
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
    case 'empty-body': {
      const { status, headers } = await call.execute();
      return { status, headers, body: '' };
    }
    case 'html-body':
      return htmlAnswer((await call.execute()).status, oops);
    case 'odoo-error':
      call.failNext(effect.kind);
      return call.execute();
    case 'late-commit':
      call.delayNext(effect.ms, effect.waits);
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
      return cut(call, await call.execute(), effect);
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
      else await sendAnswer(call.response, outcome);
    }
  }
};
