import type { YsellSettings } from '../../config/connections/ysell.ts';

/** Where a tenant is asked, as paths of the settings: beginning with a slash, perhaps with a query. */
export interface YsellPaths {
  readonly create: string;
  /** `requirement`: the status of one order. `v1`: the list of orders; one of them is at `<path>/<id>`. */
  readonly status: string;
  /** Null where orders cannot be looked up by our reference. */
  readonly lookup: string | null;
}

/** Requirement 5, 3.2; the wiki of Ysell (vendors.md §2). */
const usual = {
  requirement: { create: '/api/orders/create', status: '/api/orders/status' },
  v1: { create: '/api/v1/order', status: '/api/v1/order' },
} as const;

/** The paths of a connection: what its settings leave out is usual in its dialect, and the look-up is where the status is asked for. */
export const pathsOf = ({ dialect, createPath, statusPath, lookup }: YsellSettings): YsellPaths => {
  const status = statusPath ?? usual[dialect].status;
  return { create: createPath ?? usual[dialect].create, status, lookup: lookupOf(dialect, status, lookup) };
};

const lookupOf = (
  dialect: YsellSettings['dialect'],
  status: string,
  lookup: YsellSettings['lookup'],
): YsellPaths['lookup'] => {
  if (lookup === 'none') return null;
  if (lookup !== undefined) return lookup.path;
  switch (dialect) {
    case 'requirement':
      return status;
    case 'v1':
      return `${status}${status.includes('?') ? '&' : '?'}platform_order_id=`;
  }
};
