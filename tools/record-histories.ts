import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { readVersion } from '../src/api/version.ts';
import { historyToJson } from '../test/replay/history-json.ts';
import { lives } from '../test/replay/lives.ts';
import { startService } from '../test/support/service.ts';
import { stopStack } from '../test/support/stack.ts';

const folder = join(import.meta.dirname, '..', 'test/replay', readVersion());

/** The queue or the name of one process alone: `<pid>@<host>`. */
const processName = /^\d+@\S+$/;

/** A history names the process and the machine it was recorded on, and where the code lay there: nothing needs that. */
const withoutMachine = (json: string): string =>
  JSON.stringify(
    JSON.parse(json, (field, value: unknown) => {
      if (field === 'stackTrace') return '';
      return typeof value === 'string' && processName.test(value) ? 'recorded' : value;
    }),
  );

/** Plays lives on a service of their own and keeps the histories of the runs under the version of the package; none named: all lives, and no others are kept. */
const record = async (names: readonly string[]): Promise<void> => {
  const unknown = names.filter((name) => !(name in lives));
  if (unknown.length > 0) throw new Error(`There is no life ${unknown.join(', ')}: ${Object.keys(lives).join(', ')}`);
  const style = await resolveConfig(join(folder, 'history.json'));
  const service = await startService();
  try {
    if (names.length === 0) await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    for (const [name, live] of Object.entries(lives)) {
      if (names.length > 0 && !names.includes(name)) continue;
      const workflowId = await live(service);
      const history = await service.client.workflow.getHandle(workflowId).fetchHistory();
      const text = await format(withoutMachine(historyToJson(history)), { ...style, parser: 'json' });
      await writeFile(join(folder, `${name}.json`), text);
      console.log(`${name}: ${workflowId}, ${history.events?.length ?? 0} events`);
    }
  } finally {
    await service.close();
  }
};

try {
  await record(process.argv.slice(2));
} finally {
  await stopStack();
}
