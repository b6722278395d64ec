/** What the lists of things with a run may be narrowed by. */
export interface ListFilter {
  readonly connection?: string | undefined;
  /** true: only those with open attention; false: only those without. */
  readonly attention?: boolean | undefined;
  /** Any number a person has in hand. */
  readonly q?: string | undefined;
  /** Changed then or later. */
  readonly since?: Date | undefined;
  readonly limit: number;
}
