import { callsAtOnce, importBare } from './bare-loop.ts';
import { bareRequest, bareSetup } from './bare-messages.ts';
import type { BareAnswer } from './bare-messages.ts';
import { signIn } from './plain-odoo.ts';

// The process of the bare loop: the product's calls to Odoo, in batches of the same size, without rows, runs or log.

const say = (answer: BareAnswer): void => void process.send?.(answer);
const words = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

const setup = bareSetup.parse(JSON.parse(process.argv[2] ?? ''));
const odoo = await signIn(setup, callsAtOnce);

const obey = async (message: unknown): Promise<void> => {
  const { since } = bareRequest.parse(message);
  const before = odoo.calls();
  const used = process.cpuUsage();
  const startedAt = performance.now();
  const orders = await importBare(odoo, setup, since);
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(used);
  say({
    said: 'imported',
    orders,
    calls: odoo.calls() - before,
    seconds,
    processorMs: (user + system) / 1_000,
  });
};

process.on('message', (message) => {
  obey(message).catch((error: unknown) => say({ said: 'failed', words: words(error) }));
});
say({ said: 'ready' });
