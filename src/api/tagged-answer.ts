import { createHash } from 'node:crypto';
import type { Answer } from './endpoint.ts';
import type { KeptAnswers } from './kept-answers.ts';

/** What was read, or that it says what one of the known tags stands for. */
export interface TaggedReading<Row> {
  readonly tag: string;
  /** Null: the tag is one of those that were known. */
  readonly row: Row | null;
}

/**
 * Answers with an `ETag`: a client that holds the answer is told so in a few bytes, and one that is asked for again and again is written once. What
 * decides is the tag, which is read each time.
 *
 * @param question what the answer is to: a tag that was given to another one is never taken for this one's
 * @param read reads nothing but the tag where it is among those that are known
 */
export const taggedAnswer = async <Row>(
  kept: KeptAnswers,
  { question, knownTags }: { readonly question: unknown; readonly knownTags: readonly string[] },
  read: (known: readonly string[]) => Promise<TaggedReading<Row>>,
  toAnswer: (row: Row) => Answer & { readonly body: string },
): Promise<Answer> => {
  const mark = digest(JSON.stringify(question));
  const held = knownTags.filter((tag) => tag.endsWith(`.${mark}`)).map((tag) => tag.slice(0, -mark.length - 1));
  const own = kept.find(mark);
  const { tag, row } = await read(own === undefined ? held : [...held, own.tag]);
  const headers = headersOf(`W/"${tag}.${mark}"`);
  if (row === null) {
    if (own?.tag === tag && !held.includes(tag)) return own.answer;
    return { status: 304, headers };
  }
  const { body, ...answer } = toAnswer(row);
  const bytes = Buffer.from(body);
  return kept.keep(mark, tag, { ...answer, body: bytes, headers: { ...headers, ...answer.headers } });
};

/** A tag of what a text says. */
export const digest = (text: string): string => createHash('sha1').update(text).digest('base64url').slice(0, 12);

/** The client is to ask each time. */
const headersOf = (etag: string): Readonly<Record<string, string>> => ({
  ETag: etag,
  'Cache-Control': 'private, no-cache',
});

/** As the documentation tells it. */
export const notModifiedDescription = {
  304: { description: 'Nothing changed since the answer whose `ETag` was sent as `If-None-Match`' },
};
