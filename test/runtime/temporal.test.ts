import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { StartError } from '../../src/runtime/start-error.ts';
import { findTemporal } from '../../src/runtime/temporal/find-temporal.ts';
import { isNewEnough, parseServerVersion } from '../../src/runtime/temporal/temporal-version.ts';

describe('finding a temporal command', () => {
  let folder: string;
  let said: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'conveyor-temporal-'));
    said = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const program = (name: string, script: string): string => {
    const path = join(folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  };

  const temporalOf = (name: string, server: string): string =>
    program(name, `echo 'temporal version 1.0.0 (Server ${server}, UI 2.50.1)'`);

  /** Looks only in the folders given, of which the system's shell is none: programs of a test name theirs. */
  const find = (options: { given?: string; path?: string[] } = {}): Promise<string> =>
    findTemporal({
      given: options.given,
      path: (options.path ?? []).map((name) => join(folder, name)).join(delimiter),
      cache: join(folder, 'cache'),
      say: (line) => said.push(line),
    });

  it('takes the one in TEMPORAL_CLI before all others', async () => {
    const given = temporalOf('mine/temporal', '1.31.2');
    temporalOf('bin/temporal', '1.31.2');
    assert.equal(await find({ given, path: ['bin'] }), given);
  });

  it('refuses a TEMPORAL_CLI that is no temporal command, or too old a one', async () => {
    await assert.rejects(find({ given: join(folder, 'nowhere') }), /^StartError: TEMPORAL_CLI: found .*nowhere/);
    await assert.rejects(find({ given: temporalOf('old', '1.27.1') }), /server 1\.27\.1, wanted 1\.28\.0 or newer/);
  });

  it('passes over one on the PATH that is too old or something else, and says so', async () => {
    temporalOf('old/temporal', '1.27.1');
    program('other/temporal', 'echo hello');
    const good = temporalOf('good/temporal', '1.28.0');
    assert.equal(await find({ path: ['empty', 'old', 'other', 'good'] }), good);
    assert.equal(said.length, 2);
    assert.match(said[0] ?? '', /old\/temporal is passed over: its server 1\.27\.1 is older than 1\.28\.0/);
    assert.match(said[1] ?? '', /other\/temporal is passed over: it is not the temporal CLI/);
  });

  it('takes one that was built before, and does not build again', async () => {
    const built = temporalOf('cache/temporal', '1.31.2');
    assert.equal(await find(), built);
    assert.deepEqual(said, []);
  });

  it('builds the pinned version with Go, into place only when it is whole', async () => {
    // A stand-in for Go: writes what it was asked to build.
    program('bin/go', '[ "$1" = version ] && exit 0\nwhile [ "$1" != -o ]; do shift; done\necho built > "$2"');
    const built = await find({ path: ['bin'] });
    assert.equal(built, join(folder, 'cache', 'temporal'));
    assert.ok(existsSync(built));
    assert.match(said[0] ?? '', /^Building the Temporal server 1\.8\.2 with Go/);
    assert.ok(!existsSync(join(folder, 'cache', 'build.lock')));
  });

  it('says in one line what is missing where nothing helps', async () => {
    program('bin/go', '[ "$1" = version ] && exit 0\necho "no route to the sources" >&2\nexit 1');
    // What the SDK downloaded earlier would do; here its folder cannot be used.
    mkdirSync(join(folder, 'cache'), { recursive: true });
    writeFileSync(join(folder, 'cache', 'download'), '');
    await assert.rejects(find({ path: ['bin'] }), (error) => {
      assert.ok(error instanceof StartError);
      assert.match(error.message, /^There is no Temporal server to start: .*no route to the sources.*TEMPORAL_CLI/);
      assert.equal(error.message.split('\n').length, 1);
      return true;
    });
  });
});

describe('the version of a temporal command', () => {
  const lines: [line: string, server: string | undefined, enough: boolean][] = [
    ['temporal version 1.8.2 (Server 1.31.2, UI 2.50.1)', '1.31.2', true],
    ['temporal version 0.0.0-DEV (Server 1.31.2, UI 2.50.1)', '1.31.2', true],
    ['temporal version 1.4.1 (Server 1.28.0, UI 2.39.0)', '1.28.0', true],
    ['temporal version 1.3.0 (Server 1.27.1, UI 2.36.0)', '1.27.1', false],
    ['temporal version 9.0.0 (Server 2.0.0, UI 3.0.0)', '2.0.0', true],
    ['command not found', undefined, false],
  ];
  for (const [line, server, enough] of lines) {
    it(`reads ${server ?? 'none'} from "${line}"`, () => {
      const version = parseServerVersion(line);
      assert.equal(version, server);
      assert.equal(version !== undefined && isNewEnough(version), enough);
    });
  }
});
