import assert from 'node:assert/strict';
import { isFailure } from '../../src/domain/failure.ts';
import type { Failure } from '../../src/domain/failure.ts';

/** The failure a call ends with; anything else fails the test. */
export const failureOf = async (call: Promise<unknown>): Promise<Failure> => {
  try {
    await call;
  } catch (error) {
    assert.ok(isFailure(error), `not a Failure: ${String(error)}`);
    return error;
  }
  assert.fail('the call was expected to fail');
};
