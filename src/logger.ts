import { pino } from 'pino';
import type { Logger } from 'pino';
import pretty from 'pino-pretty';
import type { LogEnvironment } from './config/environment.ts';

/** Fields whose values never reach a log, at the top and up to two levels down (an error's request, a connection's secrets). */
const secretFields = [
  'token',
  'webhookToken',
  'accessToken',
  'refreshToken',
  'verificationToken',
  'apiKey',
  'pushKey',
  'key',
  'secret',
  'secrets',
  'clientSecret',
  'consumerSecret',
  'webhookSecret',
  'password',
  'databaseUrl',
  'authorization',
  'Authorization',
  'AuthorizationToken',
  'cookie',
];

const redactedPaths = secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);

/** The log of one process: JSON lines on stdout, or lines for people. Each says which role wrote it. */
export const createLogger = (role: string, { level, format }: LogEnvironment): Logger => {
  const options = {
    level,
    base: { role },
    redact: { paths: redactedPaths, censor: '[secret]' },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return format === 'pretty'
    ? pino(options, pretty({ colorize: process.stdout.isTTY, ignore: 'pid,hostname', sync: true }))
    : pino(options);
};
