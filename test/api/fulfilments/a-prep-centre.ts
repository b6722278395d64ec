import type { ApiUnderTest } from '../running-api.ts';

/** A prep centre, made over the API. */
export const aPrepCentre = async (
  api: ApiUnderTest,
  { settings = {}, ...changes }: Record<string, unknown> & { settings?: Record<string, unknown> } = {},
): Promise<void> => {
  const answer = await api.call('POST', '/api/connections', {
    id: 'ysell',
    kind: 'ysell',
    name: 'Ysell Europe',
    settings: { baseUrl: 'https://ysell.example.com/', ...settings },
    secrets: { apiKey: 'key-of-the-tenant' },
    ...changes,
  });
  if (answer.status !== 201) throw new Error(answer.text);
};
