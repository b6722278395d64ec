import type { Command } from 'commander';
import { Option } from 'commander';
import { z } from 'zod';
import type { Attention } from './answers.ts';
import { attention } from './answers.ts';
import type { Cli, JsonOption } from './cli.ts';
import { addCommand } from './cli.ts';
import { apiPath } from './client.ts';
import { defaultReason, limitOption, reasonOption, waitOption } from './options.ts';
import { formatTable } from './table.ts';
import { UsageError } from './usage-error.ts';
import { counted, moment } from './words.ts';

interface ListOptions extends JsonOption {
  readonly connection?: string;
  readonly kind?: string;
  readonly limit: number;
}

interface WaitOptions extends JsonOption {
  /** Seconds. */
  readonly wait: number;
}

interface ActOptions extends WaitOptions {
  readonly reason?: string;
}

interface RetryOptions extends WaitOptions {
  readonly filter: readonly string[];
}

/** `attention list|retry|skip|cancel`: what waits for a person. */
export const addAttentionCommands = (program: Command, cli: Cli): void => {
  const group = program.command('attention').description('what waits for a person');

  addCommand(group, 'list', 'what waits, newest first')
    .option('--connection <id>', 'only of this connection')
    .option('--kind <kind>', 'only of this kind, for example unknown-product')
    .addOption(limitOption())
    .action(async (options: ListOptions) => {
      const { connection, kind, limit } = options;
      const answer = await cli.client().list(attention, apiPath('attention'), { connection, kind }, limit);
      cli.print(options, answer, () => attentionTable(answer.items));
    });

  addCommand(group, 'retry [id]', 'try again from the step that failed')
    .addOption(
      new Option('--filter <name=value>', 'all of them: kind=…, connection=… (repeatable)')
        .default([])
        .argParser(collect),
    )
    .addOption(waitOption())
    .action(async (id: string | undefined, options: RetryOptions) => {
      if ((id === undefined) === (options.filter.length === 0))
        throw new UsageError('attention retry wants either an id (see `attention list`) or --filter kind=…');
      if (id !== undefined) {
        await act(cli, 'retry', id, {}, options);
        return;
      }
      const filter = parseFilter(options.filter);
      const answer = await cli.client().post(retriedAll, apiPath('attention', 'retry'), { filter });
      if (answer.refused.length > 0) cli.failed();
      cli.print(options, answer, () => retriedInWords(answer));
    });

  for (const action of ['skip', 'cancel'] as const)
    addCommand(group, `${action} <id>`, descriptions[action])
      .addOption(reasonOption())
      .addOption(waitOption())
      .action(async (id: string, options: ActOptions) => {
        await act(cli, action, id, { reason: options.reason ?? defaultReason }, options);
      });
};

const descriptions = {
  skip: 'close it without doing what it asks for',
  cancel: 'undo on both sides, if nothing left the house',
} as const;

const act = async (cli: Cli, action: string, id: string, body: object, options: WaitOptions): Promise<void> => {
  const answer = await cli.client().act(apiPath('attention', id, action), body, options.wait);
  const after = attention.safeParse(answer.body).data;
  cli.print(options, answer.body ?? {}, () => {
    if (!answer.done) return `${action}: accepted for ${id}, not done yet`;
    if (after?.resolvedAt == null) return `${action}: done, and it waits again: ${after?.reason ?? id}`;
    return `${action}: done (${after.resolution ?? 'closed'})`;
  });
};

const collect = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];

const parseFilter = (pairs: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    pairs.map((pair) => {
      const [, name, value] = /^(kind|connection)=(.+)$/u.exec(pair) ?? [];
      if (name === undefined || value === undefined)
        throw new UsageError(`--filter ${pair}: wanted kind=<kind> or connection=<id>`);
      return [name, value];
    }),
  );

const retriedAll = z.looseObject({
  retried: z.number(),
  refused: z.array(z.looseObject({ id: z.string(), reason: z.string() })).default([]),
  more: z.boolean().default(false),
});

const retriedInWords = ({ retried, refused, more }: z.infer<typeof retriedAll>): string =>
  [
    `retry: accepted for ${counted(retried, 'item')}`,
    ...refused.map(({ id, reason }) => `refused for ${id}: ${reason}`),
    ...(more ? ['There are more: ask again.'] : []),
  ].join('\n');

const attentionTable = (items: readonly Attention[]): string =>
  formatTable(
    items,
    [
      { title: 'id', value: (item) => item.id },
      { title: 'since', value: (item) => moment(item.since) },
      { title: 'connection', value: (item) => item.connection },
      { title: 'kind', value: (item) => item.kind },
      { title: 'about', value: (item) => item.target.number ?? item.target.externalId ?? item.target.type },
      { title: 'actions', value: (item) => item.actions.join(' ') },
      { title: 'reason', value: (item) => item.reason },
    ],
    'Nothing waits for a person.',
  );
