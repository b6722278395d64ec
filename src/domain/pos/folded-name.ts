/** A name as it is compared when spelling matters little: whatever its case, spaces and Unicode form. */
export const foldedName = (name: string): string => name.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, '');
