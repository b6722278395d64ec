/** The environment cannot be used as it is: one line for each thing that is wrong, none of them with a secret in it. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  /** Each line names a variable, what was found and what is wanted. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}
