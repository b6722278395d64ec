import { setHandler } from '@temporalio/workflow';
import { pokeSignal } from './messages.ts';

/** What a run that is woken was asked for since it last began to look. */
export interface Pokes {
  /** What was asked for before this moment is in the rows that are about to be read. */
  forget(): void;
  /** Whether more was asked for than was seen to. @param taken what the rows said was asked for when they were read */
  isAsked(taken: number): boolean;
}

/** Hears `poke` from now on. A poke without a count is a person's: it is always seen to. */
export const hearPokes = (): Pokes => {
  let wanted = 0;
  let isAskedByHand = false;
  setHandler(pokeSignal, (poke) => {
    wanted = Math.max(wanted, poke?.wanted ?? 0);
    isAskedByHand ||= poke?.wanted === undefined;
  });
  return {
    forget: () => {
      wanted = 0;
      isAskedByHand = false;
    },
    isAsked: (taken) => isAskedByHand || wanted > taken,
  };
};
