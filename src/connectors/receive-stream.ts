import { Failure, isFailure } from '../domain/failure.ts';
import { triedWords } from './call-words.ts';
import { classifyNetworkError } from './classify-network-error.ts';
import type { CutOff } from './classify-network-error.ts';
import { brokenAnswer, classifyRefusal, markupWords, tooLargeWords } from './classify-response.ts';
import { fetchResponse } from './fetch-response.ts';
import type { OutgoingRequest } from './fetch-response.ts';
import type { BodyTaker, HttpCall } from './http.ts';
import { readBody } from './read-body.ts';
import { loggedBeginning } from './redact.ts';
import { createSilenceLimit } from './silence-limit.ts';
import type { Outcome, TransportOptions } from './transport.ts';

const defaultMaxBytes = 256 * 1024 * 1024;
const defaultMaxMs = 15 * 60_000;

/** So much of the body of a refusal is read. */
const refusalBytes = 1024 * 1024;

interface StreamEnd {
  readonly bytes: number;
}

/** Makes one call whose answer is handed over as it comes: see `Transport.stream`. */
export const receiveStream = async (
  options: TransportOptions,
  call: HttpCall,
  request: OutgoingRequest,
  taker: BodyTaker,
): Promise<Outcome<StreamEnd>> => {
  const { timeoutMs, maxStreamBytes = defaultMaxBytes, maxStreamMs: wholeMs = defaultMaxMs } = options;
  const maxBytes = call.document?.maxBytes ?? maxStreamBytes;
  using limit = createSilenceLimit({ silenceMs: timeoutMs, wholeMs });
  const stop = options.signal?.();
  const signal = stop === undefined ? limit.signal : AbortSignal.any([limit.signal, stop]);
  const beginning = createBeginning();
  let status: number | null = null;
  let kind = '';
  let bytes = 0;
  const outcome = (result: StreamEnd | Failure): Outcome<StreamEnd> => {
    const body = call.document === undefined ? beginning.text() : `(${kind}, ${bytes} bytes)`;
    return { status, body, length: `${bytes} bytes`, result };
  };
  const lost = (error: unknown): Failure => {
    const cutOff: CutOff = limit.hit ?? (stop?.aborted === true ? 'stopped' : 'network');
    const happened = { cutOff, timeoutMs: cutOff === 'timeout' ? wholeMs : timeoutMs, error, bytes };
    return classifyNetworkError(options.connection, call, happened);
  };
  try {
    limit.listen();
    const response = await fetchResponse(request, signal);
    status = response.status;
    kind = response.headers.get('content-type') ?? 'of no kind';
    if (!response.ok) {
      const body = await readBody(response, refusalBytes);
      const { headers } = response;
      return { status, body: body.text, result: classifyRefusal(options.connection, call, { status, headers, body }) };
    }
    const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = response.body?.getReader();
    for (let goesOn = true; goesOn;) {
      limit.listen();
      const piece = (await reader?.read())?.value;
      limit.rest();
      if (piece !== undefined) {
        bytes += piece.byteLength;
        beginning.add(piece);
        const broken = bytes > maxBytes ? tooLargeWords(maxBytes) : beginning.problem();
        if (broken !== null) {
          await letGo(reader);
          return outcome(brokenAnswer(options.connection, call, status, broken));
        }
      }
      try {
        if (piece === undefined) await taker.end();
        goesOn = piece !== undefined && (await taker.take(piece)) === 'more';
      } catch (error) {
        await letGo(reader);
        if (isFailure(error)) return outcome(error);
        return { ...outcome(notTaken(options.connection, call)), thrown: { error } };
      }
    }
    await letGo(reader);
    return outcome({ bytes });
  } catch (error) {
    return outcome(lost(error));
  }
};

/** The beginning of a body, for the exchange log. */
const createBeginning = () => {
  const decoder = new TextDecoder();
  let text = '';
  return {
    add: (piece: Uint8Array): void => {
      if (text.length < loggedBeginning) text += decoder.decode(piece, { stream: true });
    },
    text: () => text,
    /** What is wrong with a body that begins so; null when nothing is. */
    problem: () => (text.length < loggedBeginning ? markupWords(text) : null),
  };
};

/** Leaves the rest of a body unread. What breaks on the way has no meaning any more. */
const letGo = async (reader: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<void> =>
  reader?.cancel().catch(() => undefined);

const notTaken = (connection: string, call: HttpCall): Failure =>
  new Failure(
    'Unavailable',
    `${triedWords(connection, call)}: what came could not be taken up on this side, so the answer was broken off.`,
  );
