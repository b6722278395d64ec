import type { CartonaSettings } from '../../../config/connections/cartona.ts';
import { Failure, isFailure } from '../../../domain/failure.ts';
import type { FailureData } from '../../../domain/failure.ts';
import type { HttpCall, Transport } from '../../http.ts';
import { readJson } from '../../read-json.ts';
import { readBulkAnswer } from '../bulk-answer.ts';
import type { BulkAnswer, ItemNames } from '../bulk-answer.ts';
import type { OfferOutcome, OfferPush } from '../port.ts';
import { internalIdFields, internalIdOf, supplierIdFields } from './product-ids.ts';

/**
 * Price and stock in one call (`POST supplier-product/bulk-update`; requirement 3, §4.2). Absolute. The vendor specifies neither the body of a
 * success nor how a bad item is told: any 2xx counts unless it carries errors.
 */
export const pushOffers = async (
  settings: CartonaSettings,
  transport: Transport,
  offers: readonly OfferPush[],
): Promise<readonly OfferOutcome[]> => {
  if (offers.length === 0) return [];
  const call = offersCall(settings, offers);
  const names = namesOf(offers);
  const { status, body } = await transport.request(call).catch((error: unknown) => {
    throw isFailure(error) ? namingItems(error, names) : error;
  });
  const said = readBulkAnswer(body, names);
  if (said.unnamed !== null) throw unclear(call, status, said.unnamed);
  const reasons = new Map(said.refused.map(({ index, reason }) => [index, reason]));
  return offers.map((_, index) => {
    const reason = reasons.get(index);
    return reason === undefined ? { done: true } : { done: false, reason };
  });
};

const offersCall = (settings: CartonaSettings, offers: readonly OfferPush[]): HttpCall => ({
  method: 'POST',
  path: 'supplier-product/bulk-update',
  json: offers.map(({ externalId, offer }) => ({
    ...idField(externalId),
    // The supplier API page says float, and shows one.
    selling_price: Number(offer.price),
    available_stock_quantity: offer.stock,
    // Where several accounts share a token, a write without them reaches all of them.
    ...(settings.internalSupplierCode === undefined ? {} : { internal_supplier_code: settings.internalSupplierCode }),
    ...(settings.supplierCode === undefined ? {} : { supplier_code: settings.supplierCode }),
  })),
  effect: 'absolute',
  about: aboutOf(offers),
  externalIds: offers.map(({ externalId }) => externalId),
  readsRefusal: true,
});

const idField = (externalId: string): Record<string, string> => {
  const internalId = internalIdOf(externalId);
  return internalId === null ? { supplier_product_id: externalId } : { internal_product_id: internalId };
};

const aboutOf = (offers: readonly OfferPush[]): string => {
  const [first] = offers;
  return first !== undefined && offers.length === 1
    ? `price and stock of listing ${first.externalId}`
    : `price and stock of ${offers.length} listings`;
};

const namesOf = (offers: readonly OfferPush[]): ItemNames => {
  const supplier = new Map<string, number>();
  const internal = new Map<string, number>();
  for (const [index, { externalId }] of offers.entries()) {
    const internalId = internalIdOf(externalId);
    if (internalId === null) supplier.set(externalId, index);
    else internal.set(internalId, index);
  }
  return {
    ids: [
      { fields: supplierIdFields, positions: supplier },
      { fields: internalIdFields, positions: internal },
    ],
    count: offers.length,
  };
};

/** Adds to a refusal which items it names; nothing of such a call was done. */
const namingItems = (failure: Failure, names: ItemNames): Failure => {
  const { body = '', ...data } = failure.data;
  const json = readJson(body);
  const refusedItems = json.ok ? readBulkAnswer(json.value, names).refused : [];
  if (refusedItems.length > 0) return failureLike('Rejected', failure, { ...data, refusedItems });
  // A 404 that names nobody may as well be a wrong address.
  if (failure.type !== 'Rejected' || names.count > 1) return failureLike(failure.type, failure, data);
  return failureLike('Rejected', failure, { ...data, refusedItems: [{ index: 0, reason: failure.message }] });
};

const failureLike = (type: Failure['type'], { message }: Failure, data: FailureData): Failure =>
  new Failure(type, message, data);

const unclear = (call: HttpCall, status: number, words: NonNullable<BulkAnswer['unnamed']>): Failure =>
  new Failure(
    'Rejected',
    `Cartona: ${call.method} ${call.path} (${call.about}): answered ${status}, "${words}". It does not say of which listing; they are sent again in halves.`,
    { status },
  );
