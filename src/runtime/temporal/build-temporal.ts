import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand } from '../command.ts';
import { withLock } from '../lock-file.ts';
import type { TemporalSearch } from './find-temporal.ts';
import { pinnedTemporal } from './temporal-cache.ts';
import type { TemporalOutcome } from './temporal-cache.ts';

const tool = join(dirname(dirname(dirname(import.meta.dirname))), 'tools', 'temporal-cli');
const sayEveryMs = 10_000;

export const builtTemporalPath = (cache: string): string => join(cache, 'temporal');

/** Builds the pinned `temporal` from its published source with Go, once per user and machine. */
export const buildTemporal = async (search: TemporalSearch): Promise<TemporalOutcome> => {
  const target = builtTemporalPath(search.cache);
  if (!(await hasGo(search.path))) return { missing: 'no Go to build one with' };
  mkdirSync(search.cache, { recursive: true });
  return withLock(
    join(search.cache, 'build.lock'),
    async () => {
      if (existsSync(target)) return { path: target };
      return compile(search, target);
    },
    () => search.say('Another start is building the Temporal server; waiting for it'),
  );
};

const compile = async ({ path, say, signal }: TemporalSearch, target: string): Promise<TemporalOutcome> => {
  say(`Building the Temporal server ${pinnedTemporal} with Go: about four minutes on two cores, only this once`);
  const draft = `${target}.${process.pid}.draft`;
  const startedAt = performance.now();
  let packages = 0;
  const progress = setInterval(() => {
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    say(`  ${packages === 0 ? 'fetching its sources' : `${packages} packages compiled`}, ${seconds} s`);
  }, sayEveryMs);
  try {
    const { code, output } = await runCommand(
      'go',
      ['build', '-v', '-trimpath', '-ldflags', '-s -w', '-o', draft, 'github.com/temporalio/cli/cmd/temporal'],
      {
        cwd: tool,
        env: { ...process.env, PATH: path, GOFLAGS: '-mod=readonly', CGO_ENABLED: '0' },
        onLine: () => (packages += 1),
        ...(signal === undefined ? {} : { signal }),
      },
    );
    if (code !== 0) return { missing: `building it with Go failed (${output.split('\n').at(-1) ?? ''})` };
    renameSync(draft, target);
    say(`The Temporal server is built and kept in ${dirname(target)}`);
    return { path: target };
  } finally {
    clearInterval(progress);
    rmSync(draft, { force: true });
  }
};

const hasGo = async (path: string): Promise<boolean> => {
  try {
    return (await runCommand('go', ['version'], { env: { ...process.env, PATH: path } })).code === 0;
  } catch {
    return false;
  }
};
