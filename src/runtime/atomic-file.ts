import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file that only its owner reads, so that a reader sees the old content or the new one and never half of it. */
export const writePrivateFile = (path: string, content: string): void => {
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, content, { mode: 0o600 });
  renameSync(draft, path);
};
