import { ApplicationFailure } from '@temporalio/common';
import { isFailure, isRetriedType } from '../domain/failure.ts';

/** A failure of the closed set as Temporal carries it: its type, whether it is tried again, and the delay the other side asked for. */
export const toApplicationFailure = (error: unknown): unknown => {
  if (!isFailure(error)) return error;
  return ApplicationFailure.create({
    message: error.message,
    type: error.type,
    nonRetryable: !isRetriedType(error.type),
    ...(error.data.retryAfterMs === undefined ? {} : { nextRetryDelay: error.data.retryAfterMs }),
    cause: error,
  });
};
