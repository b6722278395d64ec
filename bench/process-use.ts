import { readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second, whatever the kernel's own tick is. */
const tickMs = 10;

/** Milliseconds of processor time a process has used so far, with all its threads; `null` where there is no /proc. */
export const processorMs = (pid: number): number | null => {
  const text = readProc(pid, 'stat');
  if (text === null) return null;
  // The name of the program stands in brackets and may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [user, system] = [fields[11], fields[12]];
  return (Number(user) + Number(system)) * tickMs;
};

/** Bytes of a process in memory (RSS); `null` where there is no /proc. */
export const residentBytes = (pid: number): number | null => {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/mu.exec(readProc(pid, 'status') ?? '')?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
};

const readProc = (pid: number, file: string): string | null => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return null;
  }
};
