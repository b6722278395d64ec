import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { StartError } from '../start-error.ts';

/** Whom PostgreSQL runs as. Undefined fields: as ourselves. */
export interface PostgresUser {
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root: then an unprivileged user of the machine stands in. Undefined: we are not root. */
export const findPostgresUser = (): PostgresUser | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const fields = users.find((user) => user[0] === name);
    const uid = Number(fields?.[2]);
    const gid = Number(fields?.[3]);
    if (Number.isInteger(uid) && Number.isInteger(gid) && uid > 0) return { uid, gid };
  }
  throw new StartError(
    'PostgreSQL does not run as root and there is neither a user "postgres" nor "nobody" here: start as another user, or set DATABASE_URL',
  );
};

/** Whether that user may enter a folder. Asked of the system itself, so that any kind of permission counts. */
export const canEnter = (folder: string, user: PostgresUser): boolean =>
  spawnSync('test', ['-x', folder], { ...user, cwd: '/' }).status === 0;
