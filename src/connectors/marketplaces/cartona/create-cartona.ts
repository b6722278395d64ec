import { cartonaCancellationReasons } from '../../../config/connections/cartona.ts';
import type { CartonaSettings } from '../../../config/connections/cartona.ts';
import { Failure, isFailure } from '../../../domain/failure.ts';
import { wordsOfOtherSide } from '../../call-words.ts';
import type { HttpCall, Transport } from '../../http.ts';
import type { Marketplace, StatusChange } from '../port.ts';
import { readListings } from './listings.ts';
import { pushOffers } from './offers.ts';
import { readPage } from './page.ts';
import { supplierIdFields } from './product-ids.ts';
import { readOrderOf, readPulledOrder } from './read-order.ts';
import { saysAlreadyThere, speaksOfOtp } from './refusals.ts';
import { isSentBySupplier, supplierStatusWords } from './statuses.ts';

/** One supplier account at Cartona, over the single-record calls: the bulk forms answer 200 whatever becomes of a record. */
export const createCartona = (settings: CartonaSettings, transport: Transport): Marketplace => ({
  pullOrders: async (page) => {
    const about = `page ${page} of the orders`;
    const { body } = await transport.request({
      method: 'GET',
      path: 'order/pull-orders',
      query: { page, per_page: settings.pageSize },
      effect: 'read',
      about,
    });
    const entries = readPage(body, about);
    return {
      orders: entries.map((entry) => readPulledOrder(entry, settings)),
      // There is neither a total nor a next page: a short page is the last one. A longer one than asked for was not paged at all.
      last: entries.length !== settings.pageSize,
    };
  },

  readOrder: (payload, externalId) => readOrderOf(payload, externalId, settings),

  acknowledgeOrder: async (externalId) => {
    // Not a state: it takes the order out of pull-orders until it changes.
    await transport.request(statusCall(settings, externalId, { status: 'synced' }));
  },

  pushStatus: async (externalId, change) => {
    const call = statusCall(settings, externalId, statusFields(settings, externalId, change));
    try {
      // The body of a success is not specified by the vendor: the HTTP status alone decides.
      await transport.request(call);
      return 'done';
    } catch (error) {
      if (!isFailure(error) || error.type !== 'Rejected') throw error;
      const words = wordsOfOtherSide(error.message);
      if (saysAlreadyThere(words, change.status)) return 'already-there';
      if (change.status !== 'delivered' || !speaksOfOtp(words)) throw error;
      throw new Failure('Rejected', error.message, { ...error.data, code: 'otp' });
    }
  },

  pushOffers: (offers) => pushOffers(settings, transport, offers),

  readListings: async (page) => {
    const about = `page ${page} of the products`;
    const { body } = await transport.request({
      method: 'GET',
      path: 'supplier-product',
      query: { page, per_page: settings.pageSize },
      effect: 'read',
      about,
    });
    const entries = readPage(body, about);
    return { ...readListings(entries), last: entries.length !== settings.pageSize };
  },

  test: async () => {
    const about = 'the first product of the account';
    const { body } = await transport.request({
      method: 'GET',
      path: 'supplier-product',
      query: { page: 1, per_page: 1 },
      effect: 'read',
      about,
    });
    const [product] = readPage(body, about);
    if (product === undefined) return 'Cartona accepted the token; the account has no products yet.';
    return `Cartona accepted the token and showed a product of the account${productWords(product)}.`;
  },
});

const statusFields = (settings: CartonaSettings, externalId: string, change: StatusChange): Record<string, string> => {
  if (!isSentBySupplier(change.status)) {
    throw new Failure(
      'InvalidInput',
      `Order ${externalId}: Cartona takes only ${supplierStatusWords} from a supplier, not ${change.status}. Set it in Cartona itself.`,
    );
  }
  return {
    status: change.status,
    ...(change.status === 'cancelled_by_supplier'
      ? { cancellation_reason: cancellationReason(settings, change.cancellationReason) }
      : {}),
    ...(change.otp === undefined ? {} : { retailer_otp: change.otp }),
  };
};

/** Cartona takes only the reasons of its own list; what a person wrote in other words stays with us. */
const cancellationReason = (settings: CartonaSettings, given: string | undefined): string =>
  cartonaCancellationReasons.find((reason) => reason === given) ?? settings.cancellationReason;

const statusCall = (settings: CartonaSettings, externalId: string, fields: Record<string, string>): HttpCall => ({
  method: 'POST',
  path: `order/update-order-status/${encodeURIComponent(externalId)}`,
  json: {
    hashed_id: externalId,
    ...fields,
    // Where several accounts share a token, a write without them reaches all of them.
    ...(settings.internalSupplierCode === undefined ? {} : { internal_supplier_code: settings.internalSupplierCode }),
    ...(settings.supplierCode === undefined ? {} : { supplier_code: settings.supplierCode }),
  },
  effect: 'absolute',
  about: `order ${externalId}`,
  externalIds: [externalId],
});

const productWords = (product: unknown): string => {
  const fields = new Map<string, unknown>(
    typeof product === 'object' && product !== null ? Object.entries(product) : [],
  );
  const name = fields.get('product_name') ?? fields.get('name');
  const id = supplierIdFields.map((field) => fields.get(field)).find((value) => value !== undefined);
  const words = [
    typeof name === 'string' ? `"${name}"` : '',
    typeof id === 'string' || typeof id === 'number' ? `(${id})` : '',
  ];
  return words.map((word) => (word === '' ? '' : ` ${word}`)).join('');
};
