import { encodeService } from '../../connectors/odoo/protocols.ts';
import { CheckSkipped, must, mustEqual } from '../must.ts';
import type { Check } from '../check.ts';
import { failureOf } from './failures.ts';

export const signInChecks: readonly Check[] = [
  {
    name: 'the server says its version before anybody signs in',
    run: async ({ raw, major }) => {
      const encoded = encodeService('common', 'version', []);
      const answer = await raw.post(encoded.path, encoded);
      if (answer.kind === 'answer' && answer.status === 404) throw new CheckSkipped('this server has no /jsonrpc');
      must(answer.kind === 'answer' && answer.text.includes(`${major}.`), 'common.version does not say the version');
    },
  },
  {
    name: 'an unknown user is answered false and not an error',
    run: async ({ raw, credentials }) => {
      const args = [credentials.database, 'conveyor-check-nobody', 'wrong', {}];
      const encoded = encodeService('common', 'authenticate', args);
      const answer = await raw.post(encoded.path, encoded);
      if (answer.kind === 'answer' && answer.status === 404) throw new CheckSkipped('this server has no /jsonrpc');
      must(answer.kind === 'answer' && /"result":\s*false/.test(answer.text), 'authenticate does not answer false');
    },
  },
  {
    name: 'a wrong secret is Unauthorized',
    run: async ({ connect, credentials }) => {
      const isApiKey = credentials.password.length === 40;
      const odoo = await connect({ password: isApiKey ? '0'.repeat(40) : 'conveyor-check-wrong' });
      await failureOf(odoo.test(), 'Unauthorized');
      await odoo.close();
    },
  },
  {
    name: 'a secret that is revoked after the sign-in is an exception of its own name',
    run: async ({ raw }) => {
      const { signedIn } = raw.session;
      const revoked =
        signedIn.protocol === 'json2' ? { ...signedIn, apiKey: '0'.repeat(40) } : { ...signedIn, password: 'revoked' };
      const name = await raw.exception({ model: 'res.users', method: 'search_count', params: { domain: [] } }, revoked);
      const wanted =
        signedIn.protocol === 'json2' ? 'werkzeug.exceptions.Unauthorized' : 'odoo.exceptions.AccessDenied';
      mustEqual(name, wanted, 'exception');
    },
  },
  {
    name: 'the test of the connection says what it saw',
    run: async ({ odoo, major }) => {
      const words = await odoo.test();
      must(words.includes(String(major)), `"${words}" does not name the version`);
      mustEqual(odoo.server.major, major, 'version');
    },
  },
  {
    name: 'a server that is not there is Unavailable',
    run: async ({ connect }) => {
      const odoo = await connect({ url: 'http://127.0.0.1:9' });
      await failureOf(odoo.test(), 'Unavailable');
      await odoo.close();
    },
  },
  {
    name: 'a database that is not there is Unavailable, as in the middle of a restore',
    run: async ({ connect }) => {
      const odoo = await connect({ database: 'conveyor_check_no_such_database' });
      await failureOf(odoo.test(), 'Unavailable');
      await odoo.close();
    },
  },
];
