import { z } from 'zod';
import { failureOfException } from '../../connectors/odoo/failures.ts';
import type { FailureType } from '../../domain/failure.ts';
import { must, mustEqual } from '../must.ts';
import type { Check } from '../check.ts';
import type { RawCall } from '../raw-odoo.ts';

const nobody = 2_000_000_000;

/** A call that must fail, the names its exception has over JSON-RPC and JSON-2, and the class it belongs to (odoo.md §1.4). */
const refused: readonly { what: string; call: RawCall; names: RegExp; type: FailureType }[] = [
  {
    what: 'an unknown model',
    call: { model: 'conveyor.check.nothing', method: 'search', params: { domain: [] } },
    names: /^(odoo\.exceptions\.UserError|werkzeug\.exceptions\.NotFound)$/,
    type: 'Rejected',
  },
  {
    what: 'an unknown method',
    call: { model: 'res.partner', method: 'conveyor_check_nothing', ids: [1] },
    names: /^(builtins\.AttributeError|werkzeug\.exceptions\.NotFound)$/,
    type: 'Rejected',
  },
  {
    what: 'an unknown field',
    call: { model: 'res.partner', method: 'read', ids: [1], params: { fields: ['conveyor_check'] } },
    names: /^builtins\.(ValueError|KeyError)$/,
    type: 'Rejected',
  },
  {
    what: 'a malformed domain',
    call: { model: 'res.partner', method: 'search', params: { domain: [['name']] } },
    names: /^builtins\.(IndexError|ValueError)$/,
    type: 'Rejected',
  },
  {
    what: 'an unknown parameter',
    call: { model: 'res.partner', method: 'read', ids: [1], params: { conveyor_check: 1 } },
    names: /^(builtins\.TypeError|werkzeug\.exceptions\.UnprocessableEntity)$/,
    type: 'Rejected',
  },
  {
    what: 'a private method',
    call: { model: 'res.partner', method: '_write', ids: [1], params: { vals: {} } },
    names: /^odoo\.exceptions\.AccessError$/,
    type: 'Rejected',
  },
  {
    what: 'writing a record that is gone',
    call: { model: 'res.partner', method: 'write', ids: [nobody], first: { name: 'vals', value: { comment: '' } } },
    names: /^odoo\.exceptions\.MissingError$/,
    type: 'NotFound',
  },
  {
    what: 'leaving out a required field',
    call: {
      model: 'sale.order',
      method: 'create',
      first: { name: 'vals_list', value: [{ origin: 'Conveyor check' }] },
    },
    names: /^odoo\.exceptions\.ValidationError$/,
    type: 'Rejected',
  },
  {
    what: 'an unknown column of load',
    call: {
      model: 'res.partner',
      method: 'load',
      params: { fields: ['id', 'conveyor_check'], data: [['conveyor_check.never', '1']] },
    },
    names: /^builtins\.(ValueError|KeyError)$/,
    type: 'Rejected',
  },
];

export const errorChecks: readonly Check[] = [
  ...refused.map(({ what, call, names, type }): Check => ({
    name: `${what} is an exception told by its name, and ${type}`,
    run: async ({ raw }) => {
      const name = await raw.exception(call);
      must(names.test(name), `the exception is ${name}, wanted is ${names.source}`);
      mustEqual(failureOfException({ name, message: '' }, { about: what, effect: 'write' }).type, type, 'class');
    },
  })),
  {
    name: 'reading a record that is gone leaves it out without an error',
    run: async ({ raw }) => {
      const rows = await raw.result(
        { model: 'res.partner', method: 'read', ids: [nobody], params: { fields: ['name'] } },
        z.array(z.unknown()),
      );
      mustEqual(rows, [], 'rows');
    },
  },
  {
    name: 'a method without a result is a success with null',
    run: async ({ raw, quotation }) => {
      const orderId = await quotation('unlock');
      const answer = await raw.ask({ model: 'sale.order', method: 'action_unlock', ids: [orderId] });
      must(answer.kind === 'result' && answer.result === null, `action_unlock answered ${answer.text.slice(0, 200)}`);
    },
  },
];
