/** Runs that came within this time are company for each other. */
const lookBackMs = 1_000;
/** Fewer are no stream: nobody is made to wait for company that may not come. */
const streamBegins = 5;
/** Members a group waits for where there is a stream of them … */
const wanted = 8;
/** … but no longer than this … */
const atMostMs = 400;
/** … and no longer than so many calls take: where Odoo answers at once, a call more costs nobody anything. */
const worthCalls = 4;
/** How much the newest call counts in what a call takes. */
const newest = 0.3;

/**
 * How long the first member of a group waits for company: `windowMs` when little happens, and under load so long that about eight travel
 * together. A call costs Odoo about as much as eight of its members, and under load nobody waits for the single order. The many calls of one
 * run are no company: it waits for all of them anyway.
 */
export const createCompany = (windowMs: number, now: () => number = () => performance.now()) => {
  let callMs: number | null = null;
  /** When each run came last, the latest last. */
  const arrivals = new Map<string | null, number>();
  const forgetOld = (): void => {
    const since = now() - lookBackMs;
    for (const [run, at] of arrivals) {
      if (at >= since) return;
      arrivals.delete(run);
    }
  };
  return {
    noteArrival: (run: string | null): void => {
      forgetOld();
      arrivals.delete(run);
      arrivals.set(run, now());
    },
    /** @param ms what a call of the group took */
    noteCall: (ms: number): void => {
      callMs = callMs === null ? ms : callMs + newest * (ms - callMs);
    },
    /** Milliseconds. */
    window: (): number => {
      forgetOld();
      if (arrivals.size < streamBegins) return windowMs;
      const longest = Math.min(atMostMs, worthCalls * (callMs ?? atMostMs));
      return Math.max(windowMs, Math.min(longest, (wanted * lookBackMs) / arrivals.size));
    },
  };
};
