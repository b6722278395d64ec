/** What an `HttpCall` says of its address. */
export interface CallPath {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

/** What stands for an id or a reference in a path of the settings. */
const placeholder = /\{order\}|\{id\}|<order name>/g;

/** A path of the settings as a call has it: below the base URL, its query apart. */
export const callPath = (baseUrl: string, configured: string): CallPath => {
  const { path, parameters } = partsOf(configured);
  return { path: belowBase(baseUrl, path), query: Object.fromEntries(parameters) };
};

/** The same with an id or a reference in it: in place of a placeholder, else in the last empty parameter, else as `id`. */
export const callPathOf = (baseUrl: string, configured: string, value: string): CallPath => {
  const { path, parameters } = partsOf(configured);
  const filledPath = path.replaceAll(placeholder, () => encodeURIComponent(value));
  const filled = parameters.map(([name, text]): Parameter => [name, text.replaceAll(placeholder, () => value)]);
  const isPlaced = filledPath !== path || filled.some(([, text], index) => text !== parameters[index]?.[1]);
  const query = Object.fromEntries(isPlaced ? filled : withValue(parameters, value));
  return { path: belowBase(baseUrl, filledPath), query };
};

type Parameter = readonly [name: string, text: string];

const partsOf = (configured: string): { readonly path: string; readonly parameters: readonly Parameter[] } => {
  const at = configured.indexOf('?');
  if (at < 0) return { path: configured, parameters: [] };
  return { path: configured.slice(0, at), parameters: [...new URLSearchParams(configured.slice(at + 1))] };
};

const withValue = (parameters: readonly Parameter[], value: string): readonly Parameter[] => {
  const last = parameters.findLastIndex(([, text]) => text === '');
  if (last < 0) return [...parameters, ['id', value]];
  return parameters.map(([name, text], index): Parameter => [name, index === last ? value : text]);
};

/** Where the base URL ends in what the path begins with (`…/api/v1/` and `/api/v1/order`), that stands in the address once. */
const belowBase = (baseUrl: string, path: string): string => {
  const base = new URL(baseUrl).pathname.split('/').filter((part) => part !== '');
  const parts = path.replace(/^\/+/, '').split('/');
  for (let shared = Math.min(base.length, parts.length); shared > 0; shared -= 1) {
    if (base.slice(-shared).every((part, index) => part === parts[index])) return parts.slice(shared).join('/');
  }
  return parts.join('/');
};
