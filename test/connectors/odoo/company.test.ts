import assert from 'node:assert/strict';
import { createCompany } from '../../../src/connectors/odoo/company.ts';

describe('the company that calls to Odoo wait for', () => {
  const company = (arrivalsAt: readonly number[], now: number) => {
    let time = 0;
    const made = createCompany(5, () => time);
    let run = 0;
    for (time of arrivalsAt) made.noteArrival(`run ${(run += 1)}`);
    time = now;
    return made.window();
  };
  const every = (ms: number, count: number): number[] => Array.from({ length: count }, (_, index) => index * ms);

  for (const [what, arrivals, now, wanted] of [
    ['the first one', [0], 0, 5],
    ['a few that come together', [0, 1, 2, 3], 3, 5],
    ['ten a second', every(100, 10), 900, 400],
    ['forty a second', every(25, 40), 975, 200],
    ['four hundred at once', every(0, 400), 0, 20],
    ['one that comes long after a stream', every(25, 40), 5_000, 5],
  ] as const) {
    it(`is waited for ${wanted} ms by ${what}`, () => {
      assert.equal(company(arrivals, now), wanted);
    });
  }

  it('is not worth more than a few calls take', () => {
    const made = createCompany(5, () => 0);
    for (let run = 0; run < 10; run += 1) made.noteArrival(`run ${run}`);
    made.noteCall(10);
    assert.equal(made.window(), 40);
    for (let call = 0; call < 30; call += 1) made.noteCall(300);
    assert.equal(made.window(), 400);
  });

  it('is not the many calls of one run', () => {
    const made = createCompany(5, () => 0);
    for (let line = 0; line < 100; line += 1) made.noteArrival('one run');
    assert.equal(made.window(), 5);
  });
});
