import type { Command } from 'commander';
import type { Cli, JsonOption } from './cli.ts';
import { summariseMinute } from './minute-summary.ts';

/**
 * `start`, `worker`, `api`: the long-running roles. Each is loaded only when it is asked for: a client command must not pay for Temporal's
 * native library.
 */
export const addRoleCommands = (program: Command, cli: Cli): void => {
  addRole(program, 'start', 'everything, supervised, in the foreground')
    .option('--fresh', 'empty CONVEYOR_HOME first')
    .action(async (options: JsonOption & { readonly fresh?: boolean }) => {
      logAsAsked(options);
      const { runStart } = await import('../runtime/start.ts');
      const code = await runStart({ fresh: options.fresh === true, summarise: summariseMinute });
      if (code !== 0) cli.failed();
    });

  addRole(program, 'worker', 'one worker, for production: run as many as wanted').action(
    async (options: JsonOption) => {
      logAsAsked(options);
      const { runWorker } = await import('../worker.ts');
      await runWorker();
    },
  );

  addRole(program, 'api', 'one API with webhooks, for production').action(async (options: JsonOption) => {
    logAsAsked(options);
    const { runApi } = await import('../api/server.ts');
    await runApi();
  });
};

const addRole = (program: Command, name: string, description: string): Command =>
  program.command(name).description(description).option('--json', 'log as JSON lines');

/** What a role prints is its log: `--json` is LOG_FORMAT=json, for it and for the processes it starts. */
const logAsAsked = (options: JsonOption): void => {
  if (options.json === true) process.env['LOG_FORMAT'] = 'json';
};
