import { parseArgs } from 'node:util';
import { stopStack } from '../test/support/stack.ts';
import type { Benchmark } from './benchmark.ts';
import { memory } from './memory.ts';
import { mirror } from './mirror.ts';
import { offers } from './offers.ts';
import { orders } from './orders.ts';
import { pos } from './pos.ts';
import { tableOf, writeResult } from './report.ts';
import { webhooks } from './webhooks.ts';
import { ysell } from './ysell.ts';

const benchmarks: Readonly<Record<string, Benchmark>> = { orders, offers, pos, ysell, mirror, webhooks, memory };

const usage = `npm run bench -- [${Object.keys(benchmarks).join('|')}] [--size <how many orders, changes or webhooks>]
Without a name all of them run, one after the other.`;

const say = (line: string): void => console.error(`… ${line}`);

const measure = async (name: string, benchmark: Benchmark, given: number | undefined): Promise<void> => {
  const size = given ?? benchmark.size;
  const figures = await benchmark.run({ size, say });
  console.log(`\n${benchmark.title}, size ${size}\n\n${tableOf(figures)}\n`);
  say(`written to ${writeResult(name, size, figures)}`);
};

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { size: { type: 'string' }, help: { type: 'boolean' } },
  });
  const [name] = positionals;
  const size = values.size === undefined ? undefined : Number(values.size);
  const isKnown = name === undefined || Object.hasOwn(benchmarks, name);
  const isUsable = isKnown && positionals.length <= 1 && (size === undefined || (Number.isInteger(size) && size > 0));
  if (values.help === true || !isUsable) {
    console.error(usage);
    return values.help === true ? 0 : 2;
  }
  try {
    for (const [each, benchmark] of Object.entries(benchmarks)) {
      if (name === undefined || name === each) await measure(each, benchmark, size);
    }
    return 0;
  } finally {
    await stopStack();
  }
};

process.exitCode = await main();
