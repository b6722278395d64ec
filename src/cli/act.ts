import type { z } from 'zod';
import type { Cli, JsonOption } from './cli.ts';

/** What waits for a person about a thing, as the API shows it beside the thing. */
interface Waiting {
  readonly attention?: { readonly kind: string; readonly reason: string } | null | undefined;
}

/** What a person asks of the run of one thing. */
export interface AskedAction<Item extends Waiting> {
  readonly action: string;
  /** Of the thing. */
  readonly path: string;
  readonly body: object;
  readonly before: Waiting;
  readonly schema: z.ZodType<Item>;
  /** Said while it is not done: which thing it is, and where more is told. */
  readonly accepted: string;
  readonly table: (items: readonly Item[]) => string;
}

/** Asks for it, and says what came of it. Tried again, with the same thing in the way afterwards, is a failure, though the request itself was accepted. */
export const act = async <Item extends Waiting>(
  cli: Cli,
  { action, path, body, before, schema, accepted, table }: AskedAction<Item>,
  options: JsonOption & { readonly wait: number },
): Promise<void> => {
  const answer = await cli.client().act(`${path}/${action}`, body, options.wait);
  const after = answer.done ? schema.safeParse(answer.body).data : undefined;
  const isInVain = action === 'retry' && after?.attention != null && after.attention.kind === before.attention?.kind;
  if (isInVain) cli.failed();
  cli.print(options, answer.body ?? {}, () => {
    if (after === undefined) return `${action}: accepted for ${accepted} tells how it goes on`;
    const reason = after.attention == null ? [] : [`Waits for a person: ${after.attention.reason}`];
    return [`${action}: ${isInVain ? 'in vain' : 'done'}`, table([after]), ...reason].join('\n');
  });
};
