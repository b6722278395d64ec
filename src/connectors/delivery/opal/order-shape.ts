import { z } from 'zod';
import type { CourierEvent, CourierShipment } from '../../../domain/delivery/delivery.ts';
import { Failure } from '../../../domain/failure.ts';
import { fieldPath } from '../../../domain/field-path.ts';
import { brokenAnswer } from '../../classify-response.ts';
import type { HttpCall } from '../../http.ts';
import { numberFields } from './order-numbers.ts';
import { statusClassOf } from './order-statuses.ts';
import { readBerlinTime } from './read-berlin-time.ts';

const text = z
  .string()
  .nullish()
  .transform((value) => {
    const trimmed = (value ?? '').trim().slice(0, 500);
    return trimmed === '' || trimmed === '-' ? null : trimmed;
  });

const time = z.string().transform((value, context) => {
  const at = readBerlinTime(value);
  if (at === null)
    context.issues.push({ code: 'custom', message: 'must be a time such as 17.01.26 15:04', input: value });
  return at ?? z.NEVER;
});

const optionalTime = z.preprocess((value) => (value === '' || value === '-' ? null : value), time.nullish());

const order = z.looseObject({
  ...numberFields,
  status: text,
  statusDate: optionalTime,
  receiver: text,
  history: z.array(z.looseObject({ date: time, status: text, location: text })).nullish(),
});

/**
 * An order as the gateway shows it.
 *
 * @throws Failure `BadResponse` naming the wrong field, or that it has no number
 */
export const shipmentOf = (
  { connection, call, status }: { readonly connection: string; readonly call: HttpCall; readonly status: number },
  entry: unknown,
): CourierShipment => {
  const parsed = order.safeParse(entry);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = fieldPath(issue?.path ?? []);
    const broken = brokenAnswer(
      connection,
      call,
      status,
      `with an order whose ${path} ${issue?.message ?? 'is wrong'}`,
    );
    throw new Failure(broken.type, broken.message, { ...broken.data, path });
  }
  const { orderNumber, trackingNumber, receiver } = parsed.data;
  const id = orderNumber ?? trackingNumber;
  if (id === null) throw brokenAnswer(connection, call, status, 'with an order that has no number');
  return {
    id,
    trackingNumber,
    status: parsed.data.status,
    class: statusClassOf(parsed.data.status, receiver),
    words: receiver,
    events: eventsOf(parsed.data),
  };
};

/** The oldest first. Times are whole minutes: of the same minute, only the order in which it comes tells what was first. */
const eventsOf = ({ history, status, statusDate }: z.output<typeof order>): readonly CourierEvent[] => {
  const told = (history ?? []).flatMap(({ date, status: words, location }): CourierEvent[] =>
    words === null ? [] : [{ at: date, text: words, location }],
  );
  const [first, last] = [told[0], told.at(-1)];
  if (first === undefined || last === undefined) {
    return typeof statusDate === 'string' && status !== null ? [{ at: statusDate, text: status, location: null }] : [];
  }
  const isNewestFirst = first.at === last.at ? first.text === status : first.at > last.at;
  return (isNewestFirst ? told.reverse() : told).sort((left, right) => left.at.localeCompare(right.at));
};
