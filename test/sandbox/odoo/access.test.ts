import { equal, match, ok, rejects } from 'node:assert/strict';
import { array, createOnce, onEachVersion, Refused } from './an-odoo.ts';
import { aPartner, anOrder } from './builders.ts';
import { recordings } from './replay/recordings.ts';
import { object } from './an-odoo.ts';

const refusedAs =
  (name: string) =>
  (error: unknown): boolean =>
    error instanceof Refused && error.odooName === `odoo.exceptions.${name}`;

describe('access rights', () => {
  onEachVersion((odoo, major) => {
    it('keeps settings models from the restricted user', async () => {
      for (const model of [
        'ir.model',
        'ir.model.fields',
        'ir.model.data',
        'base.automation',
        'ir.actions.server',
        'ir.config_parameter',
      ]) {
        await rejects(odoo().callAs('conveyor', model, 'search', [[]]), refusedAs('AccessError'));
      }
      await rejects(odoo().callAs('conveyor', 'ir.config_parameter', 'get_param', ['x']), refusedAs('AccessError'));
    });

    it('lets the restricted user do the daily work', async () => {
      const product = odoo().seeded.products[0]?.id;
      const rows = [['conveyor.access', await aPartner(odoo()), product]];
      const columns = ['id', 'partner_id/.id', 'order_line/product_id/.id'];
      const loaded = object(
        await odoo().callAs('conveyor', 'sale.order', 'load', [columns, rows], { context: createOnce }),
      );
      const [order] = array(loaded['ids']);
      equal(await odoo().callAs('conveyor', 'sale.order', 'action_confirm', [[order]]), true);
      const [metadata] = array(await odoo().callAs('conveyor', 'sale.order', 'get_metadata', [[order]]));
      equal(object(metadata)['xmlid'], 'conveyor.access');
      ok(
        Number(await odoo().callAs('conveyor', 'ir.module.module', 'search_count', [[['state', '=', 'installed']]])) >
          0,
      );
      await odoo().callAs('conveyor', 'sale.order', 'message_post', [[order]], { body: 'hello' });
      await odoo().callAs('conveyor', 'sale.order', 'activity_schedule', [[order]], { summary: 'look' });
    });

    it('refuses a plain user in the recorded words, with the groups that may', async () => {
      await odoo().call('res.users', 'create', [{ name: 'Plain', login: 'plain', password: 'plain' }]);
      const recorded = recordings().find(({ kind, major: version }) => kind === 'err-accesserror' && version === major);
      const wanted = object(object(object(recorded?.response['body'])['error'])['data'])['message'];
      await rejects(odoo().callAs('plain', 'sale.order', 'search_read', [[], ['name']]), { message: String(wanted) });
      const order = await anOrder(odoo(), []);
      await rejects(odoo().callAs('plain', 'sale.order', 'write', [[order], {}]), refusedAs('AccessError'));
    });

    it('refuses the company of somebody else', async () => {
      await rejects(
        odoo().call('res.partner', 'search', [[]], { context: { allowed_company_ids: [1, 77] } }),
        refusedAs('AccessError'),
      );
      await odoo().call('res.partner', 'search', [[]], { context: { allowed_company_ids: [1] } });
    });

    it(
      major === 17 ? 'ignores a language that is not installed' : 'refuses a language that is not installed',
      async () => {
        const search = odoo().call('res.partner', 'search', [[]], { context: { lang: 'fr_FR' } });
        if (major === 17) await search;
        else await rejects(search, (error) => error instanceof Refused && /Invalid language code/.test(error.message));
      },
    );

    it('wants an e-mail address of who writes a message, until 18', async () => {
      const partner = odoo()
        .simulator.door.rows('res.users')
        .find((user) => user['login'] === 'conveyor')?.['partner_id'];
      await odoo().call('res.partner', 'write', [[partner], { email: false }]);
      const posting = odoo().callAs('conveyor', 'sale.order', 'message_post', [[await anOrder(odoo(), [])]], {
        body: 'x',
      });
      if (major === 19) ok(await posting);
      else
        await rejects(
          posting,
          (error) => error instanceof Refused && error.message.startsWith('Unable to send message'),
        );
    });

    it('refuses ids of private methods', async () => {
      await rejects(odoo().call('res.partner', '_write', [[1], {}]), /cannot be called remotely/);
      const exists = odoo().call('res.partner', 'exists', [[1]]);
      if (major === 19) await rejects(exists, refusedAs('AccessError'));
      else match(String(await exists), /^res\.partner\(1,\)$/);
    });
  });
});
