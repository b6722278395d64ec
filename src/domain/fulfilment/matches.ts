import type { ConfirmedOrder, ResolvedMatch } from './odoo-fulfilment.ts';

/** Which sale orders a connection is for, as its settings say it. */
export type MatchSetting =
  | 'all'
  | { readonly all: true }
  | { readonly team: string | number }
  | { readonly tag: string | number }
  | { readonly warehouse: string | number };

/** The same in one shape; Odoo says which record is meant. */
export type NamedMatch =
  { readonly by: 'all' } | { readonly by: 'team' | 'tag' | 'warehouse'; readonly nameOrId: string | number };

export const matchOf = (match: MatchSetting): NamedMatch => {
  if (match === 'all' || 'all' in match) return { by: 'all' };
  if ('team' in match) return { by: 'team', nameOrId: match.team };
  if ('tag' in match) return { by: 'tag', nameOrId: match.tag };
  return { by: 'warehouse', nameOrId: match.warehouse };
};

/** Whether the connection ships this order; its state is another question. */
export const isMatched = (
  order: Pick<ConfirmedOrder, 'teamId' | 'tagIds' | 'warehouseId'>,
  match: ResolvedMatch,
): boolean => {
  switch (match.by) {
    case 'all':
      return true;
    case 'team':
      return order.teamId === match.id;
    case 'tag':
      return order.tagIds.includes(match.id);
    case 'warehouse':
      return order.warehouseId === match.id;
  }
};
