import { sandboxOpalToken } from '../../../sandbox/server.ts';
import type { HttpAnswer, RunningSandbox } from '../a-sandbox.ts';

/** A call to the simulated gateway with its token. */
export const callOpal = (
  { call }: RunningSandbox,
  method: string,
  path: string,
  body?: unknown,
  token = sandboxOpalToken,
): Promise<HttpAnswer> => call(method, `/opal${path}`, body, { Authorization: `Bearer ${token}` });

/** The body of `POST /orders`. */
export const booking = (changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  reference: '123-1',
  sender: { name1: 'Shop GmbH', street: 'Lagerweg', houseNumber: '7', zip: '12345', city: 'Berlin', country: 'DE' },
  receiver: { name1: 'Ada Müller', street: 'Hauptstraße', houseNumber: 5, zip: '10115', city: 'Berlin' },
  parcels: [{ count: 1, weight: 2.5 }],
  ...changes,
});
