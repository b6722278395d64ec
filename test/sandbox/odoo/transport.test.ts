import { equal, match, ok, rejects } from 'node:assert/strict';
import { adminKey, object, onEachVersion, Refused } from './an-odoo.ts';

describe('the transport', () => {
  onEachVersion((odoo, major) => {
    it('closes the connection after each answer and dates it', async () => {
      const { headers } = await odoo().post('/jsonrpc', { params: { service: 'common', method: 'version', args: [] } });
      equal(headers.get('connection'), 'close');
      ok(Math.abs(Date.parse(headers.get('date') ?? '') - Date.now()) < 5000);
    });

    it('answers bad JSON, a batch and another content type with an HTTP error', async () => {
      equal((await odoo().post('/jsonrpc', '{')).status, 400);
      equal((await odoo().post('/jsonrpc', [])).status, 400);
      equal((await odoo().post('/jsonrpc', {}, { 'Content-Type': 'text/plain' })).status, major === 19 ? 415 : 400);
    });

    it('answers probes before any login', async () => {
      const get = (path: string) => fetch(odoo().url + path);
      equal(await (await get('/web/health')).text(), '{"status":"pass"}');
      equal((await get('/web/version')).status, major === 19 ? 200 : 404);
      equal((await get('/json/version')).status, major === 19 ? 200 : 404);
      const info = object(JSON.parse((await odoo().post('/web/webclient/version_info', {})).text));
      equal(object(info['result'])['server_serie'], `${String(major)}.0`);
    });

    it('says a stale web session has expired', async () => {
      const { status, text } = await odoo().post('/web/dataset/call_kw/res.partner/read', { id: 1 });
      const error = object(object(JSON.parse(text))['error']);
      equal(status, 200);
      equal(error['code'], 100);
      equal(object(error['data'])['name'], 'odoo.http.SessionExpiredException');
    });

    it('takes an API key wherever it takes the password', async () => {
      equal((await odoo().rpc('common', 'authenticate', ['db', 'admin', adminKey, {}]))['result'], 2);
      const { result } = await odoo().rpc('object', 'execute_kw', [
        'db',
        2,
        adminKey,
        'res.partner',
        'search_count',
        [[]],
        {},
      ]);
      ok(Number(result) > 0);
    });

    it('answers authenticate with false for an unknown and an archived user', async () => {
      const archived = { login: 'gone', password: 'gone', name: 'Gone', active: false };
      await odoo().call('res.users', 'create', [archived]);
      for (const login of ['nobody', 'gone'])
        equal((await odoo().rpc('common', 'authenticate', ['db', login, login, {}]))['result'], false);
    });

    it('reports a wrong uid as a missing record', async () => {
      const { error } = await odoo().rpc('object', 'execute_kw', [
        'db',
        999,
        'admin',
        'res.partner',
        'read',
        [[1]],
        {},
      ]);
      const data = object(object(error)['data']);
      equal(data['name'], 'odoo.exceptions.MissingError');
      match(String(data['message']), /res\.users\(999,\)/);
    });

    it('refuses a wrong number of arguments as a TypeError', async () => {
      const named = (error: unknown): boolean => error instanceof Refused && error.odooName === 'builtins.TypeError';
      await rejects(odoo().call('res.partner', 'write', [[1]]), named);
      await rejects(odoo().call('res.partner', 'write', [[1], {}, 3]), named);
      await rejects(odoo().call('res.partner', 'write', [[1], {}], { bogus: 1 }), named);
    });
  });
});
