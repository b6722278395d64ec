import type { Links } from './deps.ts';

/** Addresses of what is shown elsewhere. */
export const createLinks = (options: {
  publicUrl: string;
  odooUrl: string;
  temporalUiUrl: string;
  namespace: string;
}): Links => {
  const ui = `${options.temporalUiUrl.replace(/\/+$/, '')}/namespaces/${encodeURIComponent(options.namespace)}/workflows`;
  return {
    publicUrl: options.publicUrl,
    odooUrl: options.odooUrl.replace(/\/+$/, ''),
    run: (workflowId, runId) => `${ui}/${encodeURIComponent(workflowId)}${runId === undefined ? '' : `/${runId}`}`,
  };
};

/** The form of an order of the point of sale. */
export const posOrderUrl = (odooUrl: string, id: number): string =>
  `${odooUrl}/web#id=${id}&model=pos.order&view_type=form`;

/** The form of a sale order. 18 and 19 have shorter addresses, and lead this one there. */
export const saleOrderUrl = (odooUrl: string, id: number): string =>
  `${odooUrl}/web#id=${id}&model=sale.order&view_type=form`;

/** The form of a transfer. */
export const transferUrl = (odooUrl: string, id: number): string =>
  `${odooUrl}/web#id=${id}&model=stock.picking&view_type=form`;
