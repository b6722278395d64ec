import type { Environment } from '../config/environment.ts';
import { homePaths } from './home.ts';

/** Where everything is, by the names of `run.json`. */
export const runUrls = (environment: Environment): Record<string, string> => ({
  api: environment.localUrl,
  docs: `${environment.localUrl}/docs`,
  ...(environment.temporal === undefined ? { temporalUi: environment.temporalServer.uiUrl } : {}),
  ...(environment.sandbox.enabled ? { sandbox: `http://127.0.0.1:${environment.sandbox.port}` } : {}),
});

const labels: Record<string, string> = {
  api: 'API and webhooks',
  docs: 'API documentation',
  temporalUi: 'Temporal Web UI',
  sandbox: 'Sandbox',
};

/** What the terminal shows when everything runs. */
export const announcement = (environment: Environment, newToken: string | undefined): string => {
  const paths = homePaths(environment.home);
  const rows = [
    ...Object.entries(runUrls(environment)).map(([name, url]) => [labels[name] ?? name, url]),
    ['Logs', paths.logs],
    ...(newToken === undefined ? [] : [['Admin token', `${newToken}   (shown this once; kept in ${paths.token})`]]),
  ];
  const lines = rows.map(([label = '', value = '']) => `  ${label.padEnd(18)} ${value}`);
  return ['Conveyor is running. Ctrl-C stops all of it.', ...lines].join('\n');
};
