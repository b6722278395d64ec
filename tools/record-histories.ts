import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';
import { readVersion } from '../src/api/version.ts';
import { historyToJson } from '../test/replay/history-json.ts';
import { lives } from '../test/replay/lives.ts';
import { startService } from '../test/support/service.ts';
import { stopStack } from '../test/support/stack.ts';

const folder = join(import.meta.dirname, '..', 'test/replay', readVersion());

/** What a history says of the machine it was recorded on, and nothing needs. */
const ofTheMachine: Readonly<Record<string, unknown>> = { identity: 'recorded', stackTrace: '' };

const recorded = (json: string): string =>
  JSON.stringify(JSON.parse(json, (field, value: unknown) => (field in ofTheMachine ? ofTheMachine[field] : value)));

/** Plays every life on a service of its own and keeps the histories of the runs under the version of the package. */
const record = async (): Promise<void> => {
  const service = await startService();
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    for (const [name, live] of Object.entries(lives)) {
      const workflowId = await live(service);
      const history = await service.client.workflow.getHandle(workflowId).fetchHistory();
      await writeFile(join(folder, `${name}.json`), await format(recorded(historyToJson(history)), { parser: 'json' }));
      console.log(`${name}: ${workflowId}, ${history.events?.length ?? 0} events`);
    }
  } finally {
    await service.close();
  }
};

try {
  await record();
} finally {
  await stopStack();
}
