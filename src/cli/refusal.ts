/** What was asked for could not be done: exit code 1. The message says why and what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
