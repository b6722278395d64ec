import type { Benchmark } from './benchmark.ts';
export const webhooks: Benchmark = { title: 'x', size: 1, run: () => Promise.resolve([]) };
