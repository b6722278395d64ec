import { setTimeout as wait } from 'node:timers/promises';
import type { SandboxLogger } from '../logger.ts';
import type { PosControl } from '../pos/control.ts';
import type { PosItem } from '../pos/model.ts';
import type { Demo } from './demo.ts';
import type { PosStory } from './pos-stories.ts';
import { posLabelOf, posStoriesWith } from './pos-stories.ts';

export interface PosDemoOptions {
  readonly pos: PosControl;
  readonly logger: SandboxLogger;
  /** How often the demo looks around. Default 1000. */
  readonly tickMs?: number;
  /** Stretches or, below 1, shortens every pause. Default 1. */
  readonly pace?: number;
}

const note = 'demo-began';

const storiesOf = (pos: PosControl): readonly PosStory[] => {
  const [first, second, third] = pos.items() as readonly (PosItem | undefined)[];
  return first && second && third ? posStoriesWith([first, second, third]) : [];
};

const playDue = (pos: PosControl, passedMs: number, pace: number): number => {
  const played = new Set(pos.orders().map((sale) => sale.label));
  const left = storiesOf(pos).filter((story) => !played.has(posLabelOf(story)));
  const due = left.filter((story) => passedMs >= story.startsAfterMs * pace);
  for (const story of due) story.play(pos, posLabelOf(story));
  return left.length - due.length;
};

/** Opens the shop: what is sold at once is sold when this returns, so that the first who asks finds something. Called once, when its goods are known. */
export const beginPosDemo = (pos: PosControl): void => {
  pos.takeNote(note, new Date().toISOString());
  playDue(pos, 0, 1);
};

/** Sells what the day still brings, where the demo was begun. What was sold already is read from the shop, so that a restart repeats nothing. */
export const startPosDemo = ({ pos, logger, tickMs = 1000, pace = 1 }: PosDemoOptions): Demo => {
  const began = Date.parse(pos.note(note) ?? '');
  const stopping = new AbortController();

  const play = async (): Promise<void> => {
    while (!stopping.signal.aborted && playDue(pos, Date.now() - began, pace) > 0) {
      await wait(tickMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };

  const played = Number.isNaN(began)
    ? Promise.resolve()
    : play().catch((error: unknown) => logger.error({ err: error }, 'the demo of the point of sale cannot be played'));

  return {
    stop: async () => {
      stopping.abort();
      await played;
    },
  };
};
