import { connectionKinds } from '../../connectors/kinds.ts';
import { findCourier } from '../../store/shipments/find-courier.ts';
import type { ApiDeps } from '../deps.ts';
import { unprocessable } from '../problem.ts';

const courierKinds = Object.values(connectionKinds)
  .filter(({ category }) => category === 'delivery')
  .map(({ kind }) => kind);

/**
 * The id of the connection that is meant by a connection's id, or by a kind of which only one is enabled.
 *
 * @throws Problem 422 naming the choices
 */
export const courierNamed = async ({ db }: ApiDeps, provider: string): Promise<string> => {
  const found = await findCourier(db, provider, courierKinds);
  switch (found.kind) {
    case 'found':
      return found.id;
    case 'several':
      throw wrongProvider(`${provider} is the kind of more than one connection: name one of ${found.ids.join(', ')}`);
    case 'unknown':
      throw wrongProvider(
        found.known.length === 0
          ? `There is no courier ${provider}, nor any other: make a connection of kind ${courierKinds.join(' or ')} first`
          : `There is no courier ${provider}: known are ${found.known.join(', ')}`,
      );
  }
};

const wrongProvider = (message: string) => unprocessable(message, [{ path: 'provider_code', message }]);
