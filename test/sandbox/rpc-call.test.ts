import assert from 'node:assert/strict';
import { rpcCallOf } from '../../sandbox/rpc-call.ts';

const body = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

describe('a remote call to Odoo is known by model and method', () => {
  const execute = { service: 'object', method: 'execute_kw', args: ['db', 2, 'key', 'sale.order', 'load', [[], []]] };
  const cases = [
    {
      name: 'JSON-RPC execute_kw',
      path: '/jsonrpc',
      body: body({ params: execute }),
      call: { model: 'sale.order', method: 'load' },
    },
    {
      name: 'JSON-RPC service',
      path: '/jsonrpc',
      body: body({ params: { service: 'common', method: 'version', args: [] } }),
      call: { model: 'common', method: 'version' },
    },
    {
      name: 'JSON-2',
      path: '/json/2/sale.order/action_confirm',
      body: body({ ids: [1] }),
      call: { model: 'sale.order', method: 'action_confirm' },
    },
    {
      name: 'the web client',
      path: '/web/dataset/call_kw/res.users/read',
      body: body({ params: { model: 'res.users', method: 'read', args: [[2]] } }),
      call: { model: 'res.users', method: 'read' },
    },
    { name: 'a body that is no JSON', path: '/jsonrpc', body: Buffer.from('<'), call: null },
    { name: 'another path', path: '/web/health', body: Buffer.alloc(0), call: null },
  ];
  for (const { name, path, body: sent, call } of cases) {
    it(name, () => {
      assert.deepEqual(rpcCallOf(path, sent), call);
    });
  }
});
