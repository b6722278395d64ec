import type { CourierLabel } from '../../../domain/delivery/delivery.ts';
import { isFailure } from '../../../domain/failure.ts';
import { brokenAnswer } from '../../classify-response.ts';
import type { HttpCall } from '../../http.ts';
import { refusalWords } from '../../refusal-words.ts';
import { asked } from './gateway.ts';
import type { GatewayContext } from './gateway.ts';
import { orderPath } from './read-order.ts';

const maxBytes = 2 * 1024 * 1024;

/** See `Courier.label`. Not there yet is 409, so that success is always the document itself. */
export const fetchLabel = async (context: GatewayContext, id: string): Promise<CourierLabel | null> => {
  const call: HttpCall = {
    method: 'GET',
    path: `${orderPath(id)}/label`,
    headers: { accept: 'application/pdf, application/json' },
    effect: 'read',
    about: `label of order ${id}`,
    externalIds: [id],
    readsRefusal: true,
    document: { maxBytes },
  };
  const pieces: Uint8Array[] = [];
  const stream = context.transport.stream(call, {
    take: (piece) => {
      pieces.push(piece);
      return Promise.resolve('more');
    },
    end: () => {
      const what = whyNoPdf(Buffer.concat(pieces));
      return what === null ? Promise.resolve() : Promise.reject(brokenAnswer(context.connection, call, 200, what));
    },
  });
  try {
    await asked(context, call, stream);
  } catch (error) {
    if (isFailure(error) && error.type === 'Rejected' && error.data.status === 409) return null;
    throw error;
  }
  return { contentType: 'application/pdf', bytes: Buffer.concat(pieces) };
};

const whyNoPdf = (bytes: Buffer): string | null => {
  if (bytes.length === 0) return 'with nothing instead of a PDF';
  if (bytes.toString('latin1', 0, 5) === '%PDF-') return null;
  const words = bytes[0] === 0x7b ? refusalWords(bytes.toString('utf8')) : '';
  return `with something else than a PDF${words === '' ? '' : `: "${words}"`}`;
};
