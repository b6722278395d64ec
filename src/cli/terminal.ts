import { dirname } from 'node:path';
import type { EnvironmentSource } from '../config/environment.ts';

/** What a command sees of the world it was started in: replaced as a whole by the tests. */
export interface Terminal {
  /** Where variables come from. */
  readonly source: EnvironmentSource;
  /** Results: a line, or several, for a person or as JSON. */
  out(text: string): void;
  /** Progress and errors. */
  err(text: string): void;
}

const projectFolder = dirname(dirname(import.meta.dirname));

export const processTerminal: Terminal = {
  source: { variables: process.env, folder: projectFolder },
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
};
