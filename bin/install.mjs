// Runs on any Node from 20 on: installs the packages of package-lock.json where they are missing, finds the project's own Node and prints its path.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const ownNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const wantedMajor = 24;

const say = (line) => process.stderr.write(`${line}\n`);
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const majorOf = (version) => Number(version.replace(/^v/, '').split('.')[0]);

/** Why the packages have to be installed; undefined when they are as package-lock.json wants them. */
const reasonToInstall = () => {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return 'nothing is installed yet';
  const installed = readJson(record).packages;
  for (const [path, wanted] of Object.entries(readJson(join(root, 'package-lock.json')).packages)) {
    // The project itself, and what an image for production leaves out.
    if (path === '' || ((wanted.dev === true || wanted.devOptional === true) && process.env.NODE_ENV === 'production'))
      continue;
    const found = installed[path];
    // Optional packages are there for one kind of machine each.
    if (found === undefined && (wanted.optional === true || wanted.peer === true)) continue;
    if (found?.version !== wanted.version) return `${path} is ${found?.version ?? 'missing'}, wanted ${wanted.version}`;
  }
  return undefined;
};

/** Runs npm with everything it says on stderr: stdout belongs to the command that was called. */
const npm = (args) => {
  const { status, error } = spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (error !== undefined) {
    say(
      `Conveyor needs npm, which comes with Node.js, and it cannot be started (${error.message}): https://nodejs.org`,
    );
    process.exit(1);
  }
  return status === 0;
};

/** Two commands at once install once: the second waits. A lock older than ten minutes is of one that died. */
const withInstallLock = (action) => {
  const lock = join(tmpdir(), `conveyor-install-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`);
  for (let told = false; ; told = true) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age > 600_000) rmSync(lock, { recursive: true, force: true });
    else if (!told) say('Another command is installing the packages; waiting for it');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  }
  const release = () => rmSync(lock, { recursive: true, force: true });
  process.once('exit', release);
  action();
  release();
};

const installPackages = () => {
  const reason = reasonToInstall();
  if (reason === undefined) return;
  say(`Installing the packages (${reason}): npm ci, about half a minute`);
  if (!npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'])) {
    say('The packages could not be installed: npm says why above. Run "npm ci" here when that is put right.');
    process.exit(1);
  }
};

/** The npm package `node` fetches its binary in an install script; npm may have been told to run none. */
const installOwnNode = () => {
  if (existsSync(ownNode)) return;
  say(`Fetching Node ${wantedMajor}, on which the project runs`);
  const folder = join(root, 'node_modules', 'node');
  const script = join(folder, 'installArchSpecificPackage.js');
  if (existsSync(script)) spawnSync(process.execPath, [script], { cwd: folder, stdio: ['ignore', 2, 2] });
  if (existsSync(ownNode)) return;
  say(
    `Node ${wantedMajor} could not be fetched from the npm registry; with a Node ${wantedMajor} or newer on the PATH it is not needed.`,
  );
  process.exit(1);
};

const isReady = () =>
  reasonToInstall() === undefined && (existsSync(ownNode) || majorOf(process.version) >= wantedMajor);

if (majorOf(process.version) < 20) {
  say(`Conveyor needs Node.js 20 or newer to install itself; this is ${process.version}: https://nodejs.org`);
  process.exit(1);
}
if (!isReady()) {
  withInstallLock(() => {
    installPackages();
    if (majorOf(process.version) < wantedMajor) installOwnNode();
  });
}
process.stdout.write(`${existsSync(ownNode) ? ownNode : process.execPath}\n`);
