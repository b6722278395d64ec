import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import type { WorkflowBundlePath } from '@temporalio/worker';
import type { Logger } from 'pino';
import { temporalLogger } from './temporal-logger.ts';

const source = fileURLToPath(new URL('..', import.meta.url));
const folders = ['workflows', 'domain'];

/**
 * The workflow code as one file, built once for each content of the code: building takes three seconds, and a worker that died should be
 * there again in less.
 */
export const workflowBundle = async (logger: Logger): Promise<WorkflowBundlePath> => {
  const name = `workflows-${await contentHash()}.js`;
  for (const folder of cacheFolders()) {
    if (existsSync(join(folder, name))) return { codePath: join(folder, name) };
  }
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(source, 'workflows/index.ts'),
    logger: temporalLogger(logger),
  });
  return { codePath: await keep(name, code, logger) };
};

/** Beside the dependencies it was built with; a read-only installation keeps it in the temporary folder. */
const cacheFolders = (): readonly string[] => [
  join(dirname(source.replace(/\/$/, '')), 'node_modules/.cache/conveyor'),
  join(tmpdir(), 'conveyor'),
];

const keep = async (name: string, code: string, logger: Logger): Promise<string> => {
  let failure: unknown;
  for (const folder of cacheFolders()) {
    try {
      await mkdir(folder, { recursive: true });
      const temporary = join(folder, `${name}.${randomUUID()}`);
      await writeFile(temporary, code);
      await rename(temporary, join(folder, name));
      return join(folder, name);
    } catch (error) {
      failure = error;
      logger.debug({ err: error, folder }, 'the workflow bundle cannot be kept here');
    }
  }
  throw new Error(
    'The workflow bundle can be written nowhere: neither beside node_modules nor in the temporary folder',
    { cause: failure },
  );
};

const contentHash = async (): Promise<string> => {
  const hash = createHash('sha256').update(process.version).update(temporalVersion());
  for (const folder of folders) {
    const files = (await readdir(join(source, folder), { recursive: true }))
      .filter((file) => file.endsWith('.ts'))
      .sort();
    for (const file of files) hash.update(file).update(await readFile(join(source, folder, file)));
  }
  return hash.digest('hex').slice(0, 16);
};

const temporalVersion = (): string => {
  const { version } = createRequire(import.meta.url)('@temporalio/workflow/package.json') as { version: string };
  return version;
};
