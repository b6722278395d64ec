import { ApplicationFailure } from '@temporalio/common';
import { isFailure, isRetriedType } from '../domain/failure.ts';

/** A failure of the closed set as Temporal carries it: its type, whether it is tried again, and the delay the other side asked for. */
const toApplicationFailure = (error: unknown): unknown => {
  if (!isFailure(error)) return error;
  return ApplicationFailure.create({
    message: error.message,
    type: error.type,
    nonRetryable: !isRetriedType(error.type),
    ...(error.data.retryAfterMs === undefined ? {} : { nextRetryDelay: error.data.retryAfterMs }),
    cause: error,
  });
};

/** Runs the work of an activity; what it throws is what Temporal retries, or does not retry, by its type. */
export const orApplicationFailure = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw toApplicationFailure(error);
  }
};
