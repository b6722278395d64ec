/** What is given, and the defaults where nothing (or `undefined`) is given. */
export const withDefaults = <T extends object>(
  defaults: T,
  given: { readonly [K in keyof T]?: T[K] | undefined },
): T => {
  const result = { ...defaults };
  for (const key in given) {
    const value: T[typeof key] | undefined = given[key];
    if (value !== undefined) result[key] = value;
  }
  return result;
};
