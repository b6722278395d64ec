import { join } from 'node:path';

/** What `start` keeps in `CONVEYOR_HOME`, by name. */
export const homePaths = (home: string) => ({
  /** Which Odoo this folder belongs to; also the sign by which the folder is known as ours. */
  identity: join(home, 'identity.json'),
  /** What runs now; there is none when nothing does. */
  run: join(home, 'run.json'),
  lock: join(home, 'start.lock'),
  /** What the supervisor adds to the environment of its children: read by whoever joins a living start. */
  childEnvironment: join(home, 'environment.json'),
  token: join(home, 'token'),
  key: join(home, 'key'),
  temporalDatabase: join(home, 'temporal.db'),
  logs: join(home, 'logs'),
});

export type HomePaths = ReturnType<typeof homePaths>;
