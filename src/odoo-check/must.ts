/** The fact does not hold. */
export class CheckFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CheckFailed';
  }
}

/** The fact cannot be tried here, for example for want of rights. */
export class CheckSkipped extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'CheckSkipped';
  }
}

export function must(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new CheckFailed(otherwise);
}

export const mustEqual = (found: unknown, wanted: unknown, what: string): void => {
  const [foundJson, wantedJson] = [JSON.stringify(found), JSON.stringify(wanted)];
  must(foundJson === wantedJson, `${what}: found ${foundJson}, wanted ${wantedJson}`);
};
