import assert from 'node:assert/strict';
import { createKeptAnswers } from '../../src/api/kept-answers.ts';

const answerOf = (bytes: number) => ({ status: 200, body: Buffer.alloc(bytes) });

describe('answers that are kept', () => {
  it('are those that were asked for last, as many as there is room for', () => {
    const kept = createKeptAnswers(1_600);
    for (const question of 'abcdefghijklmnop') kept.keep(question, '1', answerOf(100));
    assert.ok(kept.find('a'));
    kept.keep('q', '1', answerOf(100));
    assert.deepEqual([kept.find('a')?.tag, kept.find('b')?.tag, kept.find('q')?.tag], ['1', undefined, '1']);
  });

  it('are one for each question, the newest', () => {
    const kept = createKeptAnswers(1_600);
    for (const tag of ['1', '2']) kept.keep('a', tag, answerOf(100));
    assert.equal(kept.find('a')?.tag, '2');
    for (const question of 'bcdefghijklmnop') kept.keep(question, '1', answerOf(100));
    assert.ok(kept.find('a'), 'the older one takes no room');
  });

  it('are not those that would leave no room for others', () => {
    const kept = createKeptAnswers(1_600);
    assert.equal(kept.keep('a', '1', answerOf(101)).body.length, 101);
    assert.equal(kept.find('a'), undefined);
  });
});
