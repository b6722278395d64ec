import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const project = dirname(dirname(import.meta.dirname));

describe('the launcher', () => {
  let folder: string;
  const lock = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/mac': { version: '2.0.0', optional: true },
    },
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'conveyor-launcher-'));
    cpSync(join(project, 'bin'), join(folder, 'bin'), { recursive: true });
    write('package.json', { type: 'module' });
    write('package-lock.json', lock);
    writeFileSync(
      join(folder, 'program.ts'),
      `console.log(JSON.stringify(process.argv.slice(2)));\nprocess.exitCode = 7;\n`,
    );
    mkdirSync(join(folder, 'path'));
    symlinkSync(process.execPath, join(folder, 'path', 'node'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (path: string, content: unknown): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  };

  const executable = (path: string, script: string): void => {
    write(path, `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, path), 0o755);
  };

  /** npm as it would be: leaves its record and the binary of the package \`node\`. */
  const installs = (record: unknown): string =>
    [
      'echo "$@" >> npm-calls',
      'mkdir -p node_modules/node/bin',
      `echo '${JSON.stringify(record)}' > node_modules/.package-lock.json`,
      `ln -sf ${process.execPath} node_modules/node/bin/node`,
      'echo added 1 package',
    ].join('\n');

  const run = (...args: string[]) =>
    spawnSync(join(folder, 'bin', 'conveyor-run'), args, {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: `${join(folder, 'path')}:/usr/bin:/bin` },
    });

  const installed = { packages: { 'node_modules/a': { version: '1.0.0' } } };

  it('installs what is missing, says so on stderr, and passes arguments and exit code on', () => {
    executable('path/npm', installs(installed));
    const { status, stdout, stderr } = run('program.ts', 'one', 'two words');
    assert.equal(stdout, '["one","two words"]\n');
    assert.equal(status, 7);
    assert.match(stderr, /^Installing the packages \(nothing is installed yet\): npm ci/);
    assert.match(stderr, /added 1 package/);
  });

  it('does not call npm where everything is there', () => {
    executable('path/npm', 'exit 9');
    write('node_modules/.package-lock.json', installed);
    mkdirSync(join(folder, 'node_modules/node/bin'), { recursive: true });
    symlinkSync(process.execPath, join(folder, 'node_modules/node/bin/node'));
    const { status, stderr } = run('program.ts');
    assert.equal(status, 7);
    assert.equal(stderr, '');
  });

  it('installs again when package-lock.json wants another version', () => {
    executable('path/npm', installs(installed));
    write('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version: '0.9.0' } } });
    assert.match(run('program.ts').stderr, /node_modules\/a is 0\.9\.0, wanted 1\.0\.0/);
    assert.ok(existsSync(join(folder, 'npm-calls')));
  });

  it('says what to do when the packages cannot be installed', () => {
    executable('path/npm', 'echo "no network" >&2; exit 1');
    const { status, stdout, stderr } = run('program.ts');
    assert.equal(status, 1);
    assert.equal(stdout, '');
    assert.match(stderr, /no network\nThe packages could not be installed: .*npm ci/);
  });

  it('says that npm is needed where there is none', () => {
    rmSync(join(folder, 'path', 'npm'), { force: true });
    const { status, stderr } = spawnSync(join(folder, 'path', 'node'), [join(folder, 'bin', 'install.mjs')], {
      encoding: 'utf8',
      env: { PATH: join(folder, 'path') },
    });
    assert.equal(status, 1);
    assert.match(stderr, /Conveyor needs npm/);
  });
});
