/** A moment for people, to the second: `2026-01-17 10:00:00Z`. What is no time is shown as it came. */
export const moment = (iso: string | null | undefined): string => {
  if (iso === null || iso === undefined) return '-';
  return iso.replace('T', ' ').replace(/\.\d+Z$/u, 'Z');
};

/** `1 order`, `3 orders`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** A line of a page about one thing; `-` where nothing is known of it. */
export const fact = (title: string, values: readonly (string | null | undefined)[]): string => {
  const known = values.filter((value) => value !== null && value !== undefined && value !== '');
  return `${title.padEnd(12)}${known.length === 0 ? '-' : known.join(' · ')}`;
};
