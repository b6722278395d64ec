/** The part of a pino logger that the sandbox uses. */
export interface SandboxLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export const silentLogger: SandboxLogger = { info: () => undefined, warn: () => undefined, error: () => undefined };
