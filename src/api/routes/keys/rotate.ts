import { z } from 'zod';
import { rotateSecrets } from '../../../store/connections.ts';
import { endpoint, noBody, noParams, noQuery, ok } from '../../endpoint.ts';

export const rotateKeys = endpoint({
  method: 'POST',
  path: '/api/keys/rotate',
  access: 'admin',
  tag: 'keys',
  summary: 'Encrypts all secrets again under the first key, so that previous keys are needed no more',
  params: noParams,
  query: noQuery,
  body: noBody,
  answers: {
    200: {
      description: 'How many connections had secrets under another key',
      schema: z.strictObject({ rotated: z.int() }),
    },
  },
  handle: async (_input, { db, box }) => ok({ rotated: await rotateSecrets(db, box) }),
});
