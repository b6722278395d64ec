import { z } from 'zod';
import { signIn } from '../pos/plain-odoo.ts';
import type { PlainOdoo } from '../pos/plain-odoo.ts';
import { rawRequest, rawSetup } from './raw-messages.ts';
import type { RawAnswer, RawRequest, RawSetup } from './raw-messages.ts';

const rows = z.array(z.looseObject({ id: z.int() }));
const ids = z.array(z.int());

/** One page after the other, by id, and nothing is done with them. */
const readAll = async (
  odoo: PlainOdoo,
  setup: RawSetup,
  since: string | null,
): Promise<Omit<RawAnswer, 'idSeconds'>> => {
  const startedAt = performance.now();
  const written = since === null ? [] : [['write_date', '>=', since]];
  let records = 0;
  for (let after = 0; ;) {
    const page = rows.parse(
      await odoo.call(setup.model, 'search_read', [], {
        domain: [...written, ['id', '>', after]],
        fields: setup.fields,
        order: 'id asc',
        limit: setup.page,
        load: '',
        context: { active_test: false },
      }),
    );
    records += page.length;
    after = page.at(-1)?.id ?? after;
    if (page.length < setup.page) return { records, seconds: (performance.now() - startedAt) / 1_000 };
  }
};

const readIds = async (odoo: PlainOdoo, { model }: RawSetup, limit: number): Promise<number> => {
  const startedAt = performance.now();
  for (let after = 0; ;) {
    const domain = [['id', '>', after]];
    const context = { active_test: false };
    const page = ids.parse(await odoo.call(model, 'search', [domain], { order: 'id asc', limit, context }));
    after = page.at(-1) ?? after;
    if (page.length < limit) return (performance.now() - startedAt) / 1_000;
  }
};

const answer = async ({ since, idsAtOnce }: RawRequest): Promise<RawAnswer> => ({
  ...(await readAll(odoo, setup, since)),
  idSeconds: idsAtOnce === null ? 0 : await readIds(odoo, setup, idsAtOnce),
});

const setup = rawSetup.parse(JSON.parse(process.argv[2] ?? ''));
const odoo = await signIn(setup, 1);
process.on('message', (message) => {
  answer(rawRequest.parse(message)).then(
    (found) => process.send?.(found),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.send?.({ records: 0, seconds: 0, idSeconds: 0 } satisfies RawAnswer);
