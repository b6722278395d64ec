import { z } from 'zod';
import { must, mustEqual } from '../must.ts';
import type { Check } from '../check.ts';

export const chatterChecks: readonly Check[] = [
  {
    name: 'a note is posted once, with its markup',
    run: async ({ odoo, raw, externalId, quotation }) => {
      const id = await quotation('chatter');
      const post = (): Promise<void> =>
        odoo.postNoteOnce(externalId('chatter-note'), { model: 'sale.order', id }, '<p>Conveyor check <b>note</b></p>');
      await post();
      await post();
      const notes = await raw.result(
        {
          model: 'mail.message',
          method: 'search_read',
          params: {
            domain: [
              ['model', '=', 'sale.order'],
              ['res_id', '=', id],
              ['body', 'ilike', 'Conveyor check'],
            ],
            fields: ['body'],
          },
        },
        z.array(z.object({ body: z.string() })),
      );
      mustEqual(
        notes.map((note) => note.body),
        ['<p>Conveyor check <b>note</b></p>'],
        'notes',
      );
    },
  },
  {
    name: 'a to-do is scheduled once while it is open, and anew after it was closed',
    run: async ({ odoo, quotation }) => {
      const record = { model: 'sale.order', id: await quotation('activity') } as const;
      const schedule = (): Promise<number> =>
        odoo.scheduleActivityOnce(record, { summary: 'Conveyor check', note: 'Nothing to do', userId: null });
      const first = await schedule();
      mustEqual(await schedule(), first, 'the repeat');
      await odoo.closeActivity(first, 'Conveyor check');
      await odoo.closeActivity(first, 'Conveyor check');
      const second = await schedule();
      must(second !== first, 'a closed activity was given for an open one');
      await odoo.closeActivity(second, 'Conveyor check');
    },
  },
];
