import type { AskedAnswer } from './port.ts';

type Take = (answers: readonly AskedAnswer[]) => Promise<void>;

const largest = 25;
const oldestMs = 1_000;

/** Hands answers over in groups, one group after the other: when one is full, and what has waited for a second. */
export interface AnswerGroups {
  /** @throws what `take` threw at any group before; nothing is handed over after that */
  add(answers: readonly AskedAnswer[]): Promise<void>;
  /** Hands over what is left. */
  end(): Promise<void>;
}

export const createAnswerGroups = (take: Take): AnswerGroups => {
  let group: AskedAnswer[] = [];
  let timer: NodeJS.Timeout | undefined;
  let handing = Promise.resolve();

  const handOver = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const waiting = group;
    group = [];
    for (let at = 0; at < waiting.length; at += largest) {
      const part = waiting.slice(at, at + largest);
      handing = handing.then(() => take(part));
    }
    return handing;
  };

  // What is thrown meanwhile comes out of the next call.
  const handOverInTime = (): void => void handOver().catch(() => undefined);

  return {
    add: (answers) => {
      group.push(...answers);
      if (group.length >= largest) return handOver();
      if (group.length > 0) timer ??= setTimeout(handOverInTime, oldestMs);
      return handing;
    },
    end: handOver,
  };
};
