import type { Middleware } from 'koa';
import type { Logger } from 'pino';
import { isFailure } from '../../domain/failure.ts';
import { isDatabaseOutage } from '../database-outage.ts';
import { Problem, problemBody, unavailable } from '../problem.ts';

/** Makes `application/problem+json` of everything that is thrown. What nobody foresaw is logged with its stack and shown without. */
export const answerProblems =
  (logger: Logger): Middleware =>
  async (context, next) => {
    try {
      await next();
    } catch (error) {
      const problem = toProblem(error);
      const requestId = String(context.state['requestId']);
      if (problem.kind === 'internal')
        logger.error({ err: error, requestId }, `${context.method} ${context.path} failed`);
      if (problem.kind === 'unavailable') {
        const level = problem.cause === undefined ? 'debug' : 'warn';
        logger[level]({ err: problem.cause, requestId }, problem.message);
      }
      context.status = problem.status;
      context.set({ ...problem.headers });
      context.body = JSON.stringify(problemBody(problem));
      context.type = 'application/problem+json';
    }
  };

const toProblem = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  if (isDatabaseOutage(error)) {
    return unavailable('PostgreSQL does not answer. Nothing was changed; send the request again', error);
  }
  if (isFailure(error)) return unavailable(error.message, error);
  if (isHttpError(error)) return new Problem('bad-input', error.message, { cause: error });
  return new Problem(
    'internal',
    'This is a defect of Conveyor: its log says more, under the request id of this answer',
    {
      cause: error,
    },
  );
};

/** Koa's own complaints about a request, for example a malformed address. */
const isHttpError = (error: unknown): error is Error =>
  error instanceof Error && 'status' in error && 'expose' in error && error.expose === true;
