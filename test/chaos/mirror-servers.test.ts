import assert from 'node:assert/strict';
import { z } from 'zod';
import { prepareHome } from '../support/chaos-start.ts';
import type { StartedHome } from '../support/chaos-start.ts';
import { waitFor } from '../support/wait.ts';

const quants = 12_000;
const statusShape = z.looseObject({
  quants: z.object({ count: z.number() }),
  sync: z.looseObject({
    running: z.boolean(),
    lastRun: z.object({ ok: z.boolean() }).nullable(),
    models: z.object({
      quants: z.looseObject({
        updated: z.number(),
        progress: z.looseObject({ stage: z.string(), full: z.boolean(), read: z.number() }).nullable(),
      }),
    }),
  }),
});

describe('a mirror of Odoo whose servers are killed', function () {
  this.timeout(240_000);
  let home: StartedHome;
  before(async function () {
    this.timeout(120_000);
    home = await prepareHome();
    await home.start();
  });
  after(() => home.clear());

  const post = async (path: string, body: unknown): Promise<void> => {
    const answer = await fetch(`${home.sandboxUrl}${path}`, { method: 'POST', body: JSON.stringify(body) });
    assert.ok(answer.ok, await answer.text());
  };
  const status = async () => statusShape.parse((await home.rest.get('/api/odoo/sync/status')).body);

  it('goes on in the middle, and holds in the end what Odoo holds', async () => {
    await waitFor('the first run', status, ({ sync }) => sync.lastRun?.ok === true, { withinMs: 60_000 });
    await post('/odoo/_fill', { quants });
    await post('/_faults', {
      system: 'odoo',
      rpc: { model: 'stock.quant', method: 'search_read' },
      times: 'unlimited',
      effect: { type: 'late-answer', ms: 400 },
    });
    const asked = await home.rest.post('/api/odoo/sync/trigger', { models: ['quants'], full: true });
    assert.equal(asked.status, 200);
    const untilRead = (what: string, records: number) =>
      waitFor(what, status, ({ sync }) => (sync.models.quants.progress?.read ?? 0) >= records, { withinMs: 60_000 });
    await untilRead('the middle', 3_000);
    home.kill('postgres');
    await untilRead('more of it', 6_000);
    home.kill('temporal');
    home.kill('worker');
    const done = await waitFor('the end', status, ({ sync }) => !sync.running && sync.lastRun?.ok === true, {
      withinMs: 120_000,
    });
    assert.equal(done.quants.count, await home.odoo.call('stock.quant', 'search_count', [[]]));
    assert.equal(done.sync.models.quants.progress, null);
  });
});
