import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Service } from '../../test/support/service.ts';
import type { Figure } from '../benchmark.ts';
import { quantile } from '../quantiles.ts';

const pickings = 100_000;
const perSecond = 200;
const seconds = 10;
const warmUpSeconds = 3;
const connections = 8;
const states = ['draft', 'waiting', 'confirmed', 'assigned', 'done', 'done', 'done', 'cancel'] as const;

/** The routes of pickings, with many stored, at a steady pace and as fast as they go. */
export const measureRoutes = async (
  { store, url, token }: Service,
  say: (line: string) => void,
): Promise<readonly Figure[]> => {
  say(`${pickings} pickings, ${perSecond} requests a second`);
  await sql`
    insert into mirror_pickings (id, active, write_date, name, state, location_id, location_dest_id, scheduled_date, origin, priority, partner_id)
    select n, true, now(), 'WH/OUT/' || n, (${[...states]}::text[])[1 + n % ${states.length}], 8, 5, now(), 'S' || n, '0', n
    from generate_series(1, ${pickings}) as n on conflict (id) do nothing`.execute(store.db);
  await sql`
    insert into mirror_move_lines (id, active, write_date, picking_id, product_id, quantity, picked, location_id, location_dest_id, state)
    select 10 * n + line, true, now(), n, line, 2, false, 8, 5, 'assigned'
    from generate_series(1, ${pickings}) as n, generate_series(1, 3) as line on conflict (id) do nothing`.execute(
    store.db,
  );
  // What so many new rows leave to be done is done before, and not while it is measured.
  await sql`vacuum (analyze) mirror_pickings, mirror_move_lines`.execute(store.db);
  await sql`checkpoint`.execute(store.db);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const get = (path: string) => getOnce(agent, `${url}${path}`, token);
  const routes = [
    { name: 'pickings?state=assigned', path: () => '/api/odoo/pickings?state=assigned' },
    { name: 'pickings/{id}', path: (turn: number) => `/api/odoo/pickings/${1 + ((turn * 7_919) % pickings)}` },
  ];
  const figures: Figure[] = [];
  try {
    for (const { name, path } of routes) {
      await atPace((turn) => get(path(turn)), perSecond * warmUpSeconds);
      const took = await atPace((turn) => get(path(turn)), perSecond * seconds);
      const note = `${perSecond} requests/s, ${pickings} pickings`;
      figures.push(
        { name: `${name}, p50`, value: quantile(took, 0.5), unit: 'ms', note },
        { name: `${name}, p95`, value: quantile(took, 0.95), unit: 'ms', goal: { below: 20 }, note },
        {
          name: `${name}, most`,
          value: await asFastAsPossible((turn) => get(path(turn))),
          unit: 'requests/s',
          note: `${connections} connections`,
        },
      );
    }
  } finally {
    agent.destroy();
  }
  return figures;
};

/** What is late is late from when it was due. */
const atPace = async (ask: (turn: number) => Promise<void>, count: number): Promise<readonly number[]> => {
  const startedAt = performance.now();
  const took: number[] = [];
  const asking: Promise<void>[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    const dueAt = startedAt + (turn * 1_000) / perSecond;
    const earlyMs = dueAt - performance.now();
    if (earlyMs > 0) await delay(earlyMs);
    asking.push(ask(turn).then(() => void took.push(performance.now() - dueAt)));
  }
  await Promise.all(asking);
  return took;
};

const asFastAsPossible = async (ask: (turn: number) => Promise<void>): Promise<number> => {
  const startedAt = performance.now();
  let turn = 0;
  const untilOver = async (): Promise<void> => {
    while (performance.now() - startedAt < 3_000) await ask(turn++);
  };
  await Promise.all(Array.from({ length: connections }, untilOver));
  return turn / ((performance.now() - startedAt) / 1_000);
};

const getOnce = (agent: Agent, url: string, token: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
      response.resume();
      response.once('error', reject);
      response.once('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`${url} answered ${response.statusCode ?? 'nothing'}`));
      });
    });
    outgoing.once('error', reject);
    outgoing.end();
  });
