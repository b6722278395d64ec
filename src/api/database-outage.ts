import pg from 'pg';

/** Classes of SQLSTATE that say the server is away, starting, stopping or full, not that the statement is wrong. */
const outageClasses = new Set(['08', '53', '57', '58']);
/** Cancelled by our own statement timeout, or read-only while a standby takes over. */
const outageStates = new Set(['25006']);

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
]);

/** What the `pg` driver says, without any code, when a connection ends under a query or cannot be had in time. */
const driverWords =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout)/;

/** Whether PostgreSQL did not answer, so that the same request may succeed later. */
export const isDatabaseOutage = (error: unknown): boolean => {
  if (error instanceof pg.DatabaseError) {
    const state = error.code ?? '';
    return outageClasses.has(state.slice(0, 2)) || outageStates.has(state);
  }
  if (error instanceof AggregateError) return error.errors.some(isDatabaseOutage);
  if (!(error instanceof Error)) return false;
  if (driverWords.test(error.message) || isDatabaseOutage(error.cause)) return true;
  return 'code' in error && typeof error.code === 'string' && networkCodes.has(error.code) && isDatabaseSyscall(error);
};

/** Outside calls fail as `Failure`, so a bare socket error in a request can only come from the database's driver. */
const isDatabaseSyscall = (error: Error): boolean => 'syscall' in error || 'errno' in error;
