import type { Benchmark } from './benchmark.ts';
export const memory: Benchmark = { title: 'x', size: 1, run: () => Promise.resolve([]) };
