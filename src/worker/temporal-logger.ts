import type { Logger as TemporalLogger, LogLevel, LogMetadata } from '@temporalio/worker';
import type { Logger } from 'pino';

/** True of every activity-only worker, and wanted. */
const expected = 'No workflows registered, not polling for workflow tasks';

/** Temporal's own log in ours. Its progress is of no interest to an operator: only what warns is told. */
export const temporalLogger = (logger: Logger): TemporalLogger => {
  const log = (level: LogLevel, message: string, meta?: LogMetadata): void => {
    const fields = meta === undefined ? {} : readable(meta);
    if (level === 'ERROR') logger.error(fields, message);
    else if (level === 'WARN' && message !== expected) logger.warn(fields, message);
    else logger.debug(fields, message);
  };
  return {
    log,
    trace: (message, meta) => log('TRACE', message, meta),
    debug: (message, meta) => log('DEBUG', message, meta),
    info: (message, meta) => log('INFO', message, meta),
    warn: (message, meta) => log('WARN', message, meta),
    error: (message, meta) => log('ERROR', message, meta),
  };
};

/** Errors under the name the log writes out; the task token is of no use to anybody. */
const readable = (meta: LogMetadata): object => {
  const kept = Object.entries(meta).filter(([name]) => name !== 'taskToken');
  return Object.fromEntries(kept.map(([name, value]): [string, unknown] => [name === 'error' ? 'err' : name, value]));
};
