import type { Command } from 'commander';
import { z } from 'zod';
import type { Cli, JsonOption } from './cli.ts';
import { addCommand } from './cli.ts';
import { apiPath } from './client.ts';
import { counted } from './words.ts';

const rotation = z.looseObject({ rotated: z.number() });

/** `keys rotate`. */
export const addKeyCommands = (program: Command, cli: Cli): void => {
  const group = program.command('keys').description('the key that secrets are encrypted under');

  addCommand(
    group,
    'rotate',
    'encrypt all secrets again under CONVEYOR_KEY; afterwards CONVEYOR_PREVIOUS_KEYS is not needed any more',
  ).action(async (options: JsonOption) => {
    const answer = await cli.client().post(rotation, apiPath('keys', 'rotate'));
    const { rotated } = answer;
    cli.print(options, answer, () =>
      rotated === 0
        ? 'All secrets are encrypted under the first key already.'
        : `Secrets of ${counted(rotated, 'connection')} are encrypted under the first key now.`,
    );
  });
};
