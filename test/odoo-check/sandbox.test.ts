import assert from 'node:assert/strict';
import { createOdooClient } from '../../sandbox/odoo-client.ts';
import { createSandbox, sandboxOdooLogin } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { runOdooCheck } from '../../src/odoo-check/run.ts';
import { checkLine, checkSummary } from '../../src/odoo-check/table.ts';

const { database, login, password, apiKey } = sandboxOdooLogin;

describe('the contract suite against the simulated Odoo', function () {
  let sandbox: Sandbox;
  let url: string;

  before(async () => {
    sandbox = createSandbox({ port: 0, stateDir: null, catalogue: false });
    url = await sandbox.start();
    // With one warehouse alone nothing is added up.
    for (const version of [17, 18, 19] as const) {
      const odoo = createOdooClient(sandbox.odoo(version), sandboxOdooLogin);
      await odoo.call('stock.warehouse', 'create', [{ name: 'Second', code: 'WH2' }]);
    }
  });

  after(() => sandbox.close());

  const odoos = [
    { version: 17, secret: password, protocol: 'jsonrpc' },
    { version: 18, secret: password, protocol: 'jsonrpc' },
    { version: 19, secret: password, protocol: 'jsonrpc' },
    { version: 19, secret: apiKey, protocol: 'json2' },
  ] as const;
  for (const { version, secret, protocol } of odoos) {
    it(`finds ${version} over ${protocol} to be as a real one, and leaves nothing behind`, async () => {
      const lines: string[] = [];
      const report = await runOdooCheck({
        url: `${url}/odoo${version}`,
        database,
        user: login,
        password: secret,
        report: (result) => {
          if (result.outcome !== 'passed') lines.push(checkLine(result));
        },
      });
      assert.equal(lines.join('\n'), '', checkSummary(report));
      assert.deepEqual([report.odoo.protocol, report.left], [protocol, []]);
    });
  }
});
