import assert from 'node:assert/strict';
import { classOfStatus, hasGoneBack, statusListsOf } from '../../../src/domain/fulfilment/statuses.ts';

const usual = {
  v1: statusListsOf({ dialect: 'v1' }),
  requirement: statusListsOf({ dialect: 'requirement' }),
};

describe('what a status means', () => {
  for (const dialect of ['v1', 'requirement'] as const) {
    it(`is known of the codes of the wiki (${dialect})`, () => {
      const classes = {
        progress: ['1', '2', '3', '4.1', '4.9', '5', '5.1', '6', '6.3', '6.4', '7'],
        error: ['3.1', '3.2', '3.3', '3.5', '4', '5.3'],
        done: ['7.1', '7.2'],
        dead: ['8', '9'],
        unknown: ['0', '10', '10.1', '7.1.1', '', 'x7'],
      };
      for (const [expected, statuses] of Object.entries(classes)) {
        for (const status of statuses) assert.equal(classOfStatus(usual[dialect], status), expected, status);
      }
    });
  }

  it('is known of words in the dialect that answers words', () => {
    const expected = {
      Done: 'done',
      Delivered: 'done',
      'In progress': 'progress',
      Shipped: 'progress',
      Cancelled: 'dead',
      Canceled: 'dead',
      Refunded: 'dead',
      'Reservation error': 'error',
      Teleported: 'unknown',
    };
    for (const [status, statusClass] of Object.entries(expected)) {
      assert.equal(classOfStatus(usual.requirement, status), statusClass, status);
    }
    assert.equal(classOfStatus(usual.v1, 'Done'), 'unknown');
  });

  it('does not depend on case, blanks, or the zero behind a whole code', () => {
    for (const status of [' DONE ', 'done', 'd one']) assert.equal(classOfStatus(usual.requirement, status), 'done');
    for (const status of ['in_progress', 'In  Progress', 'in-progress'])
      assert.equal(classOfStatus(usual.requirement, status), 'progress');
    assert.equal(classOfStatus(usual.v1, '4.0'), 'error');
    assert.equal(classOfStatus(usual.v1, '8.00'), 'dead');
  });

  it('is another one of 7.10 than of 7.1', () => {
    assert.equal(classOfStatus(usual.v1, '7.1'), 'done');
    assert.equal(classOfStatus(usual.v1, '7.10'), 'progress');
  });
});

describe('a list in the settings', () => {
  it('replaces the usual one of its class only', () => {
    const lists = statusListsOf({ dialect: 'requirement', doneStatuses: ['Handed over'] });
    assert.equal(classOfStatus(lists, 'handed over'), 'done');
    assert.equal(classOfStatus(lists, 'Done'), 'unknown');
    assert.equal(classOfStatus(lists, '7.1'), 'progress');
    assert.equal(classOfStatus(lists, 'Cancelled'), 'dead');
  });

  it('stands above the usual ones', () => {
    const lists = statusListsOf({ dialect: 'requirement', doneStatuses: ['Shipped', '7'] });
    assert.equal(classOfStatus(lists, 'Shipped'), 'done');
    assert.equal(classOfStatus(lists, '7'), 'done');
    assert.equal(classOfStatus(statusListsOf({ dialect: 'v1', progressStatuses: ['4'] }), '4'), 'progress');
  });

  it('of progress makes every other code unknown', () => {
    const lists = statusListsOf({ dialect: 'v1', progressStatuses: ['1', '2'] });
    assert.equal(classOfStatus(lists, '2'), 'progress');
    assert.equal(classOfStatus(lists, '6.3'), 'unknown');
    assert.equal(classOfStatus(lists, '7.1'), 'done');
  });

  it('that is empty says that there are none', () => {
    assert.equal(classOfStatus(statusListsOf({ dialect: 'v1', deadStatuses: [] }), '8'), 'unknown');
  });

  it('calls an error what two lists name, so that a person looks', () => {
    const lists = statusListsOf({ dialect: 'v1', doneStatuses: ['7.1'], errorStatuses: ['7.1'] });
    assert.equal(classOfStatus(lists, '7.1'), 'error');
  });
});

describe('going backwards', () => {
  it('is a lower code than before', () => {
    assert.ok(hasGoneBack('7.1', '6'));
    assert.ok(hasGoneBack('5.1', '5'));
    assert.ok(hasGoneBack('7.10', '7.2'));
  });

  it('is neither the same code nor a higher one', () => {
    for (const now of ['5.1', '5.3', '6', '10.1']) assert.equal(hasGoneBack('5.1', now), false, now);
    assert.equal(hasGoneBack('6', '6.0'), false);
  });

  it('is not known of words, or of nothing', () => {
    assert.equal(hasGoneBack('Done', 'New'), false);
    assert.equal(hasGoneBack(null, '1'), false);
    assert.equal(hasGoneBack('7', null), false);
  });
});
