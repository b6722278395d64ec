import type { Answer } from './endpoint.ts';

type AnswerInBytes = Answer & { readonly body: Buffer };

/** Answers that were given lately, each under the tag of the records it was made of. */
export interface KeptAnswers {
  find(question: string): { readonly tag: string; readonly answer: AnswerInBytes } | undefined;
  /** @returns the answer */
  keep(question: string, tag: string, answer: AnswerInBytes): AnswerInBytes;
}

/** One answer at the most, so that many are left when one is large. */
const largestShare = 16;

/** Keeps the answers that were asked for last, `atMostBytes` of them together. */
export const createKeptAnswers = (atMostBytes = 16 * 1024 * 1024): KeptAnswers => {
  const kept = new Map<string, { readonly tag: string; readonly answer: AnswerInBytes }>();
  let bytes = 0;
  const forget = (question: string): void => {
    bytes -= kept.get(question)?.answer.body.length ?? 0;
    kept.delete(question);
  };
  return {
    find: (question) => {
      const found = kept.get(question);
      if (found === undefined) return undefined;
      // Behind the others again: who is asked for longest ago stands first.
      kept.delete(question);
      kept.set(question, found);
      return found;
    },
    keep: (question, tag, answer) => {
      forget(question);
      if (answer.body.length > atMostBytes / largestShare) return answer;
      kept.set(question, { tag, answer });
      bytes += answer.body.length;
      for (const oldest of kept.keys()) {
        if (bytes <= atMostBytes) break;
        forget(oldest);
      }
      return answer;
    },
  };
};
