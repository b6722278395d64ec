import type { IncomingMessage } from 'node:http';
import { Problem } from '../problem.ts';
import { readRawBody, tooLarge } from './read-body.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The body as JSON (undefined when empty) or as text.
 *
 * @throws Problem 400, 413 or 415
 */
export const readRequestBody = async (
  request: IncomingMessage,
  { bodyType, maxBytes }: { bodyType: 'json' | 'text'; maxBytes: number },
): Promise<unknown> => {
  const { bytes, isTooLarge } = await readRawBody(request, maxBytes);
  if (isTooLarge) throw tooLarge(maxBytes);
  const text = decodeText(bytes);
  if (bodyType === 'text') return text;
  if (text.trim() === '') return undefined;
  const type = request.headers['content-type'] ?? 'application/json';
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type)) {
    throw new Problem('unsupported-content', `The body is ${type}: send application/json`);
  }
  return parseJson(text);
};

export const decodeText = (bytes: Buffer): string => {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    throw new Problem('bad-input', 'The body is not UTF-8', { cause: error });
  }
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem('bad-input', `The body is not JSON: ${reason}`, { cause: error });
  }
};
