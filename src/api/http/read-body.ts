import type { IncomingMessage } from 'node:http';
import { Problem } from '../problem.ts';

/** The raw body, or as much of it as was read when it turned out to be larger than allowed. */
export interface RawBody {
  readonly bytes: Buffer;
  readonly isTooLarge: boolean;
}

/** Reads a body of at most `maxBytes`; of a larger one the rest is left unread and the connection is closed after the answer. */
export const readRawBody = (request: IncomingMessage, maxBytes: number): Promise<RawBody> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stopListening = () => {
      request.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose);
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= maxBytes) return;
      stopListening();
      request.pause();
      resolve({ bytes: Buffer.concat(chunks).subarray(0, maxBytes), isTooLarge: true });
    };
    const onEnd = () => {
      stopListening();
      resolve({
        bytes: chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks),
        isTooLarge: false,
      });
    };
    const onError = (error: Error) => {
      stopListening();
      reject(new Problem('bad-input', 'The body broke off: send it again', { cause: error }));
    };
    const onClose = () => onError(new Error('closed before the end of the body'));
    request.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose);
  });

export const tooLarge = (maxBytes: number): Problem =>
  new Problem('too-large', `The body is larger than ${maxBytes} bytes: send less at a time`, {
    headers: { Connection: 'close' },
  });
