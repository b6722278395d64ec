import type { Env } from '../env.ts';
import { userError } from '../errors.ts';
import * as f from '../fields.ts';
import type { Major, Model } from '../registry.ts';
import { active, defineModel } from '../registry.ts';
import type { Row } from '../values.ts';
import { list, num, text } from '../values.ts';
import { POS_SETUP } from './groups.ts';

export const posPaymentMethodModels = (major: Major): Model[] => [
  defineModel({
    name: 'pos.payment.method',
    description: 'Point of Sale Payment Methods',
    order: 'sequence, id',
    access: POS_SETUP,
    fields: {
      name: f.char('Method', { required: true, index: true }),
      sequence: f.integer('Sequence'),
      active: active(),
      journal_id: f.many2one('Journal', 'account.journal', { index: true }),
      outstanding_account_id: f.many2one('Outstanding Account', 'account.account'),
      receivable_account_id: f.many2one('Intermediary Account', 'account.account'),
      is_cash_count: f.boolean('Cash', { compute: (env, row) => journalType(env, row) === 'cash' }),
      // Without a journal of money the customer owes it.
      type: f.selection(
        'Type',
        { cash: 'Cash', bank: 'Bank', pay_later: 'Customer Account', online: 'Online' },
        { compute: (env, row) => journalType(env, row) },
      ),
      split_transactions: f.boolean('Identify Customer'),
      use_payment_terminal: f.selection('Use a Payment Terminal', {}),
      payment_method_type:
        major > 17 &&
        f.selection(
          'Integration',
          { none: 'None required', terminal: 'Terminal' },
          { required: true, default: 'none' },
        ),
      company_id: f.many2one('Company', 'res.company', { default: (env) => env.companyId() }),
      config_ids: f.many2many('Point of Sale', 'pos.config', {
        compute: (env, row) => env.search('pos.config', [['payment_method_ids', 'in', [num(row, 'id')]]]),
      }),
      open_session_ids: f.many2many('Pos Sessions', 'pos.session', { compute: openSessions }),
    },
    beforeWrite: (env, ids, vals) => {
      for (const row of env.rows('pos.payment.method', ids)) {
        const isHeld = Object.keys(vals).some((name) => !['sequence', 'name'].includes(name));
        if (isHeld && openSessions(env, row).length > 0)
          throw userError(
            'Please close and validate the following open PoS Sessions before modifying this payment method.',
          );
      }
      return vals;
    },
  }),
];

/** What the method's journal makes of it. */
export const journalType = (env: Env, method: Row): 'cash' | 'bank' | 'pay_later' => {
  const type = text(env.find('account.journal', num(method, 'journal_id')), 'type');
  return type === 'cash' || type === 'bank' ? type : 'pay_later';
};

function openSessions(env: Env, method: Row): number[] {
  return env
    .search('pos.session', [['state', '!=', 'closed']])
    .filter((id) =>
      list(env.find('pos.config', env.ref('pos.session', id, 'config_id')), 'payment_method_ids').includes(
        num(method, 'id'),
      ),
    );
}
