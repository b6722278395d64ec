import type { ApiUnderTest } from '../running-api.ts';

/** A courier, made over the API. */
export const aCourier = async (
  api: ApiUnderTest,
  { settings = {}, ...changes }: Record<string, unknown> & { settings?: Record<string, unknown> } = {},
): Promise<void> => {
  const answer = await api.call('POST', '/api/connections', {
    id: 'opal',
    kind: 'opal',
    name: 'OPAL Kurier',
    settings: {
      baseUrl: 'https://opal.example.com/',
      sender: { name: 'Conveyor GmbH', street: 'Hafenstraße', houseNumber: '5', zip: '20457', city: 'Hamburg' },
      ...settings,
    },
    secrets: { token: 'token-of-the-gateway' },
    ...changes,
  });
  if (answer.status !== 201) throw new Error(answer.text);
};
