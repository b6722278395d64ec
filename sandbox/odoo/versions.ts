import type { Major } from './registry.ts';

const SERVER_VERSION: Readonly<Record<Major, string>> = { 17: '17.0', 18: '18.0-20250421', 19: '19.0' };

/** The answer of `common.version`. */
export const versionInfo = (major: Major): Record<string, unknown> => ({
  server_version: SERVER_VERSION[major],
  server_version_info: [major, 0, 0, 'final', 0, ''],
  server_serie: `${major}.0`,
  protocol_version: 1,
});

/** `GET /web/version` and `/json/version`, on 19 alone. */
export const webVersion = (major: Major): Record<string, unknown> => ({
  version_info: [major, 0, 0, 'final', 0, ''],
  version: SERVER_VERSION[major],
});
