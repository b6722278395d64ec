import { Failure } from '../../../domain/failure.ts';

/** A list of Cartona's, bare or under `data`. @throws Failure `BadResponse` when the answer is anything else. */
export const readPage = (body: unknown, about: string): readonly unknown[] => {
  if (Array.isArray(body)) return body;
  if (typeof body === 'object' && body !== null && 'data' in body && Array.isArray(body.data)) return body.data;
  const found = body === undefined ? 'an empty body' : `JSON of another shape (${typeof body})`;
  throw new Failure(
    'BadResponse',
    `Cartona: ${about}: expected a list, bare or under "data", and got ${found}. Check baseUrl, then retry.`,
    {
      path: typeof body === 'object' && body !== null ? 'data' : '',
    },
  );
};
