/** Odoo is asked again after this: a configuration hardly ever changes its name. */
const keptMs = 60_000;

/** Asks for each name or id once a minute at most; what fails is asked for again. */
export const rememberConfigs = <Config>(
  read: (nameOrId: string | number) => Promise<Config>,
  now: () => number = () => performance.now(),
): ((nameOrId: string | number) => Promise<Config>) => {
  const known = new Map<string | number, { readonly config: Config; readonly until: number }>();
  return async (nameOrId) => {
    const kept = known.get(nameOrId);
    if (kept !== undefined && kept.until > now()) return kept.config;
    const config = await read(nameOrId);
    known.set(nameOrId, { config, until: now() + keptMs });
    return config;
  };
};
