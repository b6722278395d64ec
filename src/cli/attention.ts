import type { Command } from 'commander';
import { Option } from 'commander';
import { z } from 'zod';
import type { Attention } from './answers.ts';
import { anything, attention } from './answers.ts';
import type { Cli, JsonOption } from './cli.ts';
import { addCommand } from './cli.ts';
import { apiPath } from './client.ts';
import { defaultReason, limitOption, reasonOption } from './options.ts';
import { formatTable } from './table.ts';
import { UsageError } from './usage-error.ts';
import { counted, moment } from './words.ts';

interface ListOptions extends JsonOption {
  readonly connection?: string;
  readonly kind?: string;
  readonly limit: number;
}

interface ActOptions extends JsonOption {
  readonly reason?: string;
}

interface RetryOptions extends JsonOption {
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
    .action(async (id: string | undefined, options: RetryOptions) => {
      if ((id === undefined) === (options.filter.length === 0))
        throw new UsageError('attention retry wants either an id (see `attention list`) or --filter kind=…');
      if (id !== undefined) {
        await act(cli, 'retry', id, {}, options);
        return;
      }
      const filter = parseFilter(options.filter);
      const answer = await cli.client().post(anything, apiPath('attention', 'retry'), { filter });
      cli.print(options, answer, () => retriedInWords(answer));
    });

  for (const action of ['skip', 'cancel'] as const)
    addCommand(group, `${action} <id>`, descriptions[action])
      .addOption(reasonOption())
      .action(async (id: string, options: ActOptions) => {
        await act(cli, action, id, { reason: options.reason ?? defaultReason }, options);
      });
};

const descriptions = {
  skip: 'close it without doing what it asks for',
  cancel: 'undo on both sides, if nothing left the house',
} as const;

const act = async (cli: Cli, action: string, id: string, body: object, options: JsonOption): Promise<void> => {
  const answer = await cli.client().post(anything, apiPath('attention', id, action), body);
  cli.print(options, answer ?? {}, () => `${action}: accepted for ${id}`);
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

const retriedInWords = (answer: unknown): string => {
  const parsed = z.looseObject({ retried: z.number() }).safeParse(answer);
  return parsed.success ? `retry: accepted for ${counted(parsed.data.retried, 'item')}` : 'retry: accepted';
};

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
