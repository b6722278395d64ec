import type { HttpCall } from './http.ts';

/** The first half of every error: what was tried, on which record. */
export const triedWords = (connection: string, call: HttpCall): string =>
  `${connection}: ${call.method} ${call.path} (${call.about})`;

/** What follows when the answer to a call is lost. */
export const lostAnswerAdvice = (effect: HttpCall['effect']): string => {
  switch (effect) {
    case 'read':
      return 'It is tried again by itself.';
    case 'absolute':
      return 'Whether it was done is not known; it is sent again by itself, which changes nothing if it was.';
    case 'once':
      return 'Whether it was done is not known; it is looked up before it is sent again.';
  }
};

/** How an answer that is a failure is told: its status and the other side's own words, which may be empty. */
export const answeredWords = (status: number, words: string): string =>
  `answered ${status}${words === '' ? '' : `, "${words}"`}.`;

/** The other side's words in the message of a failure, to tell one refusal from another; empty when it gave none. */
export const wordsOfOtherSide = (message: string): string => /answered \d{3}, "(.*)"\./s.exec(message)?.[1] ?? '';
