import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { formatTable } from '../src/cli/table.ts';
import { isMet } from './benchmark.ts';
import type { Figure, Goal } from './benchmark.ts';

const results = join(import.meta.dirname, 'results');

/** The table a person reads. */
export const tableOf = (figures: readonly Figure[]): string =>
  formatTable(
    figures,
    [
      { title: 'figure', value: (figure) => figure.name },
      { title: 'value', value: ({ value, unit }) => (value === null ? '' : `${shown(value)} ${unit}`.trim()) },
      { title: 'goal', value: ({ goal }) => (goal === undefined ? '' : wordsOf(goal)) },
      { title: 'met', value: metWords },
      { title: 'measured with', value: (figure) => figure.note },
    ],
    'nothing was measured',
  );

/** Writes the figures with what they were measured on. @returns the file's path */
export const writeResult = (name: string, size: number, figures: readonly Figure[]): string => {
  mkdirSync(results, { recursive: true });
  const at = new Date().toISOString();
  const file = join(results, `${name}-${at.replaceAll(/[:.]/gu, '-')}.json`);
  const machine = {
    node: process.version,
    processors: availableParallelism(),
    memoryMb: Math.round(totalmem() / 1024 ** 2),
    loadAtTheEnd: loadavg()[0],
    commit: commit(),
  };
  writeFileSync(file, `${JSON.stringify({ benchmark: name, at, size, machine, figures }, null, 2)}\n`);
  return file;
};

const metWords = ({ value, goal }: Figure): string => {
  if (value === null || goal === undefined) return '';
  return isMet(value, goal) ? 'yes' : 'no';
};

const wordsOf = (goal: Goal): string => {
  if ('atLeast' in goal) return `>= ${goal.atLeast}`;
  return 'atMost' in goal ? `<= ${goal.atMost}` : `< ${goal.below}`;
};

const shown = (value: number): string => {
  if (Number.isInteger(value) || Math.abs(value) >= 1_000) return String(Math.round(value));
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
};

/** A copy of the code without its history has none. */
const commit = (): string | null => {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
    }).trim();
  } catch {
    return null;
  }
};
