import type { CentreOrder } from '../../domain/fulfilment/fulfilment.ts';
import { isFailure } from '../../domain/failure.ts';
import { wordsOfOtherSide } from '../call-words.ts';
import type { HttpCall } from '../http.ts';
import { createAnswerGroups } from './answer-groups.ts';
import { askEach } from './ask-each.ts';
import { callPath, callPathOf } from './call-path.ts';
import type { CentreContext } from './centre-context.ts';
import { createOrder } from './create-order.ts';
import { pathsOf } from './dialect-paths.ts';
import { cannotLookUp, lookUpOrders } from './look-up-order.ts';
import type { AskedOrder, PrepCentre } from './port.ts';
import { readOrder } from './read-order.ts';
import { requirementOrder } from './requirement-order.ts';

/** An id that no prep centre gives: asking after it changes nothing, and shows whether the key is let in. */
const nobody = 'conveyor-connection-test';

/** A tenant that speaks as requirement 5 says: `POST /api/orders/create`, `GET /api/orders/status?id=…`. */
export const createRequirementCentre = (context: CentreContext): PrepCentre => {
  const { connection, settings } = context;
  const { baseUrl } = settings;
  const paths = pathsOf(settings);

  const read = ({ id, reference }: Pick<AskedOrder, 'id'> & Partial<AskedOrder>): Promise<CentreOrder> =>
    readOrder(context, statusCall(id, reference), id);

  const statusCall = (id: string, reference?: string): HttpCall => ({
    method: 'GET',
    ...callPathOf(baseUrl, paths.status, id),
    effect: 'read',
    about: reference === undefined ? `order ${id}` : `order ${reference}`,
    externalIds: [...new Set([...(reference === undefined ? [] : [reference]), id])],
  });

  return {
    canLookUp: paths.lookup !== null,

    lookUp: async (reference) => {
      if (paths.lookup === null) throw cannotLookUp(connection, reference);
      const call: HttpCall = {
        method: 'GET',
        ...callPathOf(baseUrl, paths.lookup, reference),
        effect: 'read',
        about: `order ${reference}, looked up`,
        externalIds: [reference],
      };
      return lookUpOrders(context, call, reference);
    },

    create: async (order) => {
      const { reference } = order;
      const call: HttpCall = {
        method: 'POST',
        ...callPath(baseUrl, paths.create),
        json: requirementOrder(order),
        effect: 'once',
        about: `order ${reference}`,
        externalIds: [reference],
      };
      return createOrder(context, call, reference);
    },

    read: (id) => read({ id }),

    readMany: async (orders, take) => {
      const groups = createAnswerGroups(take);
      try {
        await askEach(orders, read, groups);
      } finally {
        await groups.end();
      }
    },

    test: () => askAfterNobody(context, statusCall(nobody)),
  };
};

const askAfterNobody = async (context: CentreContext, call: HttpCall): Promise<string> => {
  try {
    await readOrder(context, call, nobody);
  } catch (error) {
    if (!isFailure(error)) throw error;
    if (error.type === 'NotFound')
      return `Ysell answered and took the key: it says, as it should, that there is no order ${nobody}.`;
    if (error.type !== 'Rejected') throw error;
    return `Ysell answered and took the key; of an order ${nobody} it says: "${wordsOfOtherSide(error.message)}".`;
  }
  return `Ysell answered and took the key, but it shows an order ${nobody}, which does not exist: check statusPath.`;
};
