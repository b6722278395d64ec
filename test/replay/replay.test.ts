import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import type { WorkflowBundlePath } from '@temporalio/worker';
import { pino } from 'pino';
import { readVersion } from '../../src/api/version.ts';
import { workflowBundle } from '../../src/worker/workflow-bundle.ts';
import { beQuiet } from '../support/quiet-runtime.ts';
import { historyOfJson } from './history-json.ts';
import { lives } from './lives.ts';

const version = readVersion();
const releases = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const historiesOf = (release: string): readonly string[] =>
  readdirSync(join(import.meta.dirname, release)).map((file) => file.replace(/\.json$/, ''));

describe('runs that began with an earlier release', () => {
  let bundle: WorkflowBundlePath;
  before(async function () {
    this.timeout(120_000);
    beQuiet();
    bundle = await workflowBundle(pino({ level: 'silent' }));
  });

  /** Under the id it had: the workflows check theirs. */
  const replay = (text: string): Promise<void> => {
    const history = historyOfJson(text);
    const id = history.events?.[0]?.workflowExecutionStartedEventAttributes?.workflowId ?? undefined;
    return Worker.runReplayHistory({ workflowBundle: bundle }, history, id);
  };

  for (const release of releases) {
    for (const name of historiesOf(release)) {
      it(`${release}, ${name}: go on with the workflows as they are now`, async () => {
        const text = await readFile(join(import.meta.dirname, release, `${name}.json`), 'utf8');
        await replay(text);
      });
    }
  }

  it('notice a workflow that would do something else', async () => {
    const text = await readFile(join(import.meta.dirname, version, 'delivered-by-supplier.json'), 'utf8');
    await assert.rejects(replay(text.replaceAll('"acknowledgeOrder"', '"somethingElse"')), {
      name: 'DeterminismViolationError',
      message: /somethingElse/,
    });
  });

  it('are recorded for every life, for the release in the making too', () => {
    assert.deepEqual([...historiesOf(version)].sort(), Object.keys(lives).sort());
  });
});
