import { OdooError, poolError, serializationFailure } from './errors.ts';

/** Errors whose answer must be Odoo's own; the transport's faults are made outside. */
export type FaultKind = 'serialization' | 'pool' | 'operational' | 'lost-race' | 'follower-twice';

/** Which of the next calls fail, for tests. */
export interface FaultFilter {
  readonly model?: string;
  readonly method?: string;
  /** How many calls fail (default 1). */
  readonly times?: number;
}

/** Time between the start of a transaction and its work: it passes, or (`waits: false`) it has passed when the call comes. */
export interface Delay {
  readonly ms: number;
  readonly waits: boolean;
}

const noDelay: Delay = { ms: 0, waits: true };

interface Fault {
  readonly kind: FaultKind | 'delay';
  readonly delay: Delay;
  readonly filter: FaultFilter;
  left: number;
}

export class Faults {
  #waiting: Fault[] = [];

  failNext(kind: FaultKind, filter: FaultFilter = {}): void {
    this.#waiting.push({ kind, delay: noDelay, filter, left: filter.times ?? 1 });
  }

  delayNext(delay: Delay, filter: FaultFilter = {}): void {
    this.#waiting.push({ kind: 'delay', delay, filter, left: filter.times ?? 1 });
  }

  /** The fault of a call, used up by it. A lost race only meets `load`. */
  take(model: string, method: string): FaultKind | undefined {
    const fault = this.#use(
      model,
      method,
      ({ kind }) => kind !== 'delay' && (kind !== 'lost-race' || method === 'load'),
    );
    return fault && fault.kind !== 'delay' ? fault.kind : undefined;
  }

  /** How long a call dawdles after its transaction has begun. */
  takeDelay(model: string, method: string): Delay | undefined {
    return this.#use(model, method, ({ kind }) => kind === 'delay')?.delay;
  }

  #use(model: string, method: string, suits: (fault: Fault) => boolean): Fault | undefined {
    const fault = this.#waiting.find(
      (one) => (one.filter.model ?? model) === model && (one.filter.method ?? method) === method && suits(one),
    );
    if (!fault) return undefined;
    fault.left -= 1;
    if (fault.left <= 0) this.#waiting = this.#waiting.filter((other) => other !== fault);
    return fault;
  }
}

/** The recorded answer of the loser of a race between two `load` calls. */
export const lostRaceAnswer = {
  ids: false,
  messages: [
    {
      rows: { from: 0, to: 0 },
      record: 0,
      type: 'error',
      message: 'could not serialize access due to concurrent update\n',
    },
  ],
  nextrow: 0,
};

export const faultError = (kind: Exclude<FaultKind, 'lost-race'>): OdooError => {
  switch (kind) {
    case 'serialization':
      return serializationFailure();
    case 'pool':
      return poolError();
    case 'operational':
      return new OdooError(
        'psycopg2.OperationalError',
        'server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally\n\tbefore or while processing the request.\n',
      );
    case 'follower-twice':
      return new OdooError(
        'odoo.exceptions.ValidationError',
        'The operation cannot be completed: Error, a partner cannot follow twice the same object.',
      );
  }
};
