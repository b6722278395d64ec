import assert from 'node:assert/strict';
import { runOdooCheck } from '../../src/odoo-check/run.ts';
import { checkLine, checkSummary } from '../../src/odoo-check/table.ts';
import { failureOf, startFakeOdoo } from '../connectors/odoo/fake-odoo.ts';

describe('a run of the contract suite', () => {
  it('tells what fails and what is skipped, and why', async () => {
    const fake = await startFakeOdoo({
      answer: ({ method }) => {
        if (method === 'search') return { result: [] };
        return method === 'load' ? { exception: 'odoo.exceptions.AccessError', message: 'No' } : { result: 7 };
      },
    });
    const report = await runOdooCheck({
      ...{ url: fake.url, database: 'test', user: 'admin', password: 'secret' },
      only: 'load',
      report: () => undefined,
    });
    await fake.close();
    const outcomes = report.results.map(({ name, outcome }) => [name, outcome]);
    assert.deepEqual(outcomes.slice(0, 2), [
      ['an unknown column of load is an exception told by its name, and Rejected', 'failed'],
      ['load with an external id creates once and leaves the record untouched on a repeat', 'skipped'],
    ]);
    assert.deepEqual([report.passed + report.failed + report.skipped, report.left], [report.results.length, []]);
    assert.match(checkSummary(report), /^Odoo 18\.0 over jsonrpc, database test: 0 passed, \d+ failed, \d+ skipped$/);
    const [, skipped] = report.results;
    assert.ok(skipped !== undefined);
    assert.match(
      checkLine(skipped),
      /^skipped +\d+ ms {2}load with an external id .*\n +the user may not do res\.partner\.load$/,
    );
  });

  it('does not begin where the sign-in fails', async () => {
    const fake = await startFakeOdoo({ password: 'other' });
    const options = { url: fake.url, database: 'test', user: 'admin', password: 'secret', report: () => undefined };
    assert.equal((await failureOf(runOdooCheck(options))).type, 'Unauthorized');
    await fake.close();
  });
});
