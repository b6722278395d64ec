import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { stopProcesses } from './stop-processes.ts';
import type { StoppableProcess } from './stop-processes.ts';

const watched = z.array(
  z.object({
    pid: z.number(),
    startedAt: z.string(),
    signal: z.enum(['SIGTERM', 'SIGINT']),
    stage: z.number(),
    graceMs: z.number(),
  }),
);

/** Nobody waits for the work of an abandoned worker as one does who pressed Ctrl-C, and the next start waits for us. */
const longestGraceMs = 3_000;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

let processes: StoppableProcess[] = [];
for await (const line of createInterface({ input: process.stdin })) processes = watched.parse(JSON.parse(line));

await stopProcesses(processes.map((each) => ({ ...each, graceMs: Math.min(each.graceMs, longestGraceMs) })));

const folder = process.argv[2];
if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
