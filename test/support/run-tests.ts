import { parseArgs } from 'node:util';

/** Mocha's options that take a value, so that the value is not mistaken for a file to run. */
const valued = {
  config: { type: 'string' },
  extension: { type: 'string', multiple: true },
  fgrep: { type: 'string', short: 'f' },
  file: { type: 'string', multiple: true },
  grep: { type: 'string', short: 'g' },
  ignore: { type: 'string', multiple: true },
  jobs: { type: 'string', short: 'j' },
  reporter: { type: 'string', short: 'R' },
  'reporter-option': { type: 'string', short: 'O', multiple: true },
  require: { type: 'string', short: 'r', multiple: true },
  retries: { type: 'string' },
  slow: { type: 'string', short: 's' },
  timeout: { type: 'string', short: 't' },
  ui: { type: 'string', short: 'u' },
} as const;

const { positionals } = parseArgs({ options: valued, strict: false, allowPositionals: true });
if (positionals.length === 0) process.argv.push('test');

// The command line of mocha itself, in this process.
const mocha = import.meta.resolve('mocha/bin/mocha.js');
process.argv[1] = mocha;
await import(mocha);
