import assert from 'node:assert/strict';
import { isMatched, matchOf } from '../../../src/domain/fulfilment/matches.ts';
import { aShippableOrder } from './builders.ts';

describe('the rule of a connection', () => {
  it('is read in each of its shapes', () => {
    assert.deepEqual(matchOf('all'), { by: 'all' });
    assert.deepEqual(matchOf({ all: true }), { by: 'all' });
    assert.deepEqual(matchOf({ team: 'Web' }), { by: 'team', nameOrId: 'Web' });
    assert.deepEqual(matchOf({ tag: 7 }), { by: 'tag', nameOrId: 7 });
    assert.deepEqual(matchOf({ warehouse: 'Main' }), { by: 'warehouse', nameOrId: 'Main' });
  });

  it('matches by the team, any of the tags, or the warehouse of the order', () => {
    const order = aShippableOrder();
    assert.ok(isMatched(order, { by: 'all' }));
    assert.ok(isMatched(order, { by: 'team', id: 5 }));
    assert.ok(isMatched(order, { by: 'tag', id: 8 }));
    assert.ok(isMatched(order, { by: 'warehouse', id: 3 }));
    for (const by of ['team', 'tag', 'warehouse'] as const) assert.equal(isMatched(order, { by, id: 99 }), false, by);
  });

  it('does not match an order that has none', () => {
    const order = aShippableOrder({ teamId: null, tagIds: [], warehouseId: null });
    for (const by of ['team', 'tag', 'warehouse'] as const) assert.equal(isMatched(order, { by, id: 5 }), false, by);
  });
});
