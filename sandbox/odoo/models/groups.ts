import type { Access, Major } from '../registry.ts';

const USER = 'base.group_user';
export const SALESMAN = 'sales_team.group_sale_salesman';
export const SALES_MANAGER = 'sales_team.group_sale_manager';
export const STOCK_USER = 'stock.group_stock_user';
export const STOCK_MANAGER = 'stock.group_stock_manager';
export const PARTNER_MANAGER = 'base.group_partner_manager';
export const POS_MANAGER = 'point_of_sale.group_pos_manager';
export const POS_USER = 'point_of_sale.group_pos_user';
const BILLING_MANAGER = 'account.group_account_manager';

const rights = (read: readonly string[], write: readonly string[], unlink: readonly string[] = write): Access => ({
  read,
  write,
  create: write,
  unlink,
});

/** Settings administrators only; they may do everything anyway. */
export const SETTINGS_ONLY: Access = rights([], []);
export const READ_FOR_ALL: Access = rights([USER], []);
export const OPEN: Access = rights([USER], [USER]);
export const PARTNERS: Access = rights([USER], [PARTNER_MANAGER]);
export const PRODUCTS: Access = rights([USER], [SALES_MANAGER, STOCK_MANAGER]);
export const STOCK: Access = rights([USER], [STOCK_USER, SALESMAN], [STOCK_MANAGER]);
/** Not for everybody who may log in. */
export const PICKINGS: Access = rights(
  [STOCK_USER, SALES_MANAGER, SALESMAN, POS_USER],
  [STOCK_USER, SALESMAN],
  [STOCK_MANAGER],
);
export const LOTS: Access = rights([STOCK_USER], [STOCK_USER]);
export const STOCK_SETUP: Access = rights([USER], [STOCK_MANAGER]);
export const SALES: Access = rights(
  [
    STOCK_USER,
    'account.group_account_invoice',
    SALES_MANAGER,
    SALESMAN,
    'account.group_account_readonly',
    'account.group_account_user',
    'base.group_portal',
  ],
  [SALESMAN],
  [SALES_MANAGER],
);

export const POS: Access = rights([POS_MANAGER, POS_USER], [POS_MANAGER, POS_USER]);
export const POS_SETUP: Access = rights([POS_MANAGER, POS_USER], [POS_MANAGER]);
/** Sessions are never deleted. */
export const POS_SESSIONS: Access = { ...POS, unlink: [] };
export const ACCOUNTS: Access = rights([USER], [BILLING_MANAGER]);
export const JOURNALS: Access = rights([USER], [BILLING_MANAGER, POS_MANAGER]);

export interface Group {
  readonly technicalName: string;
  readonly fullName: string;
}

/** The groups in the order in which Odoo lists them in its refusals. */
export const groupsOfVersion = (major: Major): Group[] => {
  const group = (technicalName: string, fullName: string): Group => ({ technicalName, fullName });
  const role = (name: string): string =>
    major === 19 ? `Role / ${name}` : name === 'Administrator' ? 'Administration/Settings' : `User types/${name}`;
  const accounting = major === 17 ? 'Invoicing/Billing' : major === 18 ? 'Invoicing/Invoicing' : 'Accounting/Invoicing';
  const technical = (name: string): string => (major === 19 ? name : `Technical/${name}`);
  const common = [group(STOCK_MANAGER, 'Inventory/Administrator'), group(STOCK_USER, 'Inventory/User')];
  const sales = [
    group(SALES_MANAGER, 'Sales/Administrator'),
    group('sales_team.group_sale_salesman_all_leads', 'Sales/User: All Documents'),
    group(SALESMAN, 'Sales/User: Own Documents Only'),
  ];
  const others = [
    group('base.group_portal', role('Portal')),
    group('account.group_account_readonly', technical('Show Accounting Features - Readonly')),
    group('account.group_account_user', technical('Show Full Accounting Features')),
  ];
  return [
    ...(major === 19 ? [group('account.group_account_invoice', accounting)] : []),
    ...common,
    ...(major === 19 ? [] : [group('account.group_account_invoice', accounting)]),
    ...sales,
    ...(major === 19 ? others : [...others.slice(1), ...others.slice(0, 1)]),
    group(PARTNER_MANAGER, major === 19 ? 'Contact / Creation' : 'Extra Rights/Contact Creation'),
    group(POS_MANAGER, 'Point of Sale/Administrator'),
    group('base.group_user', role(major === 19 ? 'User' : 'Internal User')),
    group('base.group_system', role('Administrator')),
    group(POS_USER, 'Point of Sale/User'),
    group(BILLING_MANAGER, major === 19 ? 'Accounting/Administrator' : 'Invoicing/Billing Administrator'),
  ];
};
