import type { OpalSettings } from '../../../config/connections/opal.ts';
import type { CourierReceiver, CourierRequest } from '../../../domain/delivery/delivery.ts';
import { splitStreet } from '../../../domain/delivery/street.ts';

/** The gateway takes no longer ones, and a note is only for people. */
const longestNotes = 1_000;

/** A booking as the gateway takes it (docs/connectors/opal.md). */
export const opalBooking = (sender: OpalSettings['sender'], request: CourierRequest) => {
  const { name, ...from } = sender;
  return {
    reference: request.reference,
    sender: { name1: name, ...from },
    receiver: receiverOf(request.receiver),
    parcels: request.parcels.map(({ count, weightKg, description }) => ({
      count,
      weight: Number(weightKg),
      description: description ?? undefined,
    })),
    notes: request.notes === null ? undefined : shortened(request.notes),
  };
};

const receiverOf = (receiver: CourierReceiver) => {
  const { street, houseNumber } = splitStreet(receiver.street);
  return {
    name1: receiver.name,
    // What Germans call "Adresszusatz" has its place in the second line of the name.
    name2: receiver.street2 ?? undefined,
    contact: receiver.contact ?? undefined,
    street,
    houseNumber: houseNumber ?? undefined,
    zip: receiver.zip,
    city: receiver.city,
    country: receiver.country ?? undefined,
    phone: receiver.phone ?? undefined,
    email: receiver.email ?? undefined,
  };
};

const shortened = (notes: string): string =>
  notes.length > longestNotes ? `${notes.slice(0, longestNotes - 1).toWellFormed()}…` : notes;
