import type { MarketplaceStatus } from '../../../domain/marketplace-order.ts';
import { marketplaceStatuses } from '../../../domain/marketplace-order.ts';

/** What a supplier may send (supplier API page); `synced` is the acknowledgement and no state. */
const suppliersOwn: readonly MarketplaceStatus[] = [
  'pending',
  'approved',
  'assigned_to_salesman',
  'delivered',
  'cancelled_by_supplier',
];

export const isSentBySupplier = (status: MarketplaceStatus): boolean => suppliersOwn.includes(status);

export const supplierStatusWords = suppliersOwn.join(', ');

const known: ReadonlyMap<string, MarketplaceStatus> = new Map([
  ...marketplaceStatuses.map((status) => [status, status] as const),
  // The guide says `returned`, the vendor's module `return`.
  ['return', 'returned'] as const,
]);

/** Reads Cartona's word for a status; the connection's own map wins. Undefined when nobody knows it. */
export const readStatus = (
  word: string,
  statusMap: Readonly<Record<string, MarketplaceStatus>>,
): MarketplaceStatus | undefined => (Object.hasOwn(statusMap, word) ? statusMap[word] : known.get(word));
