import { sql } from 'kysely';
import { z } from 'zod';
import type { ApiDeps } from '../../deps.ts';
import { endpoint, noBody, noParams, noQuery, ok } from '../../endpoint.ts';
import { unavailable } from '../../problem.ts';

export const ready = endpoint({
  method: 'GET',
  path: '/ready',
  access: 'public',
  tag: 'health',
  summary: 'Whether orders can move: the database, Temporal and a worker',
  params: noParams,
  query: noQuery,
  body: noBody,
  answers: { 200: { description: 'All is there', schema: z.strictObject({ status: z.literal('ready') }) } },
  problems: ['unavailable'],
  handle: async (_input, deps) => {
    const [database, runs] = await Promise.all([databaseProblem(deps), deps.runs.problem()]);
    const problems = [database, runs].filter((problem) => problem !== null);
    if (problems.length > 0) throw unavailable(`Not ready: ${problems.join('; ')}`);
    return ok({ status: 'ready' });
  },
});

const databaseProblem = async ({ db }: ApiDeps): Promise<string | null> => {
  try {
    await sql`select 1`.execute(db);
    return null;
  } catch (error) {
    return `PostgreSQL does not answer (${error instanceof Error ? error.message : String(error)})`;
  }
};
