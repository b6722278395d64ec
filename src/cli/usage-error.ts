/** The command was written wrongly: exit code 2. The message says what is wanted. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
