/** Something that stops the start and that a person can put right: each line says what is wrong and the way out. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
