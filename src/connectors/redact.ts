/** Bodies are kept up to this size in the exchange log. */
export const loggedBytes = 64 * 1024;

const mask = '***';

/** Fields whose values are never stored, whoever sends them: the customer's one-time passwords and all kinds of keys. */
const maskedFields =
  '(?:retailer_|pickup_)?otp|authorization(?:_?token)?|x-webhook-token|x-api-key|[a-z_]*token|[a-z_]*secret|api_?key|password|passwd';

// The quote may itself be escaped (JSON inside a JSON string), and the text may end in the middle of a value.
const maskedField = new RegExp(
  String.raw`(\\{0,7}")(${maskedFields})\1(\s*:\s*)(?:(?!\1)[^\s,}\]"\\]+|\1(?:(?!\1)(?:\\[^]|[^]))*(?:\1|$))`,
  'gi',
);

const maskedQuery = new RegExp(String.raw`([?&](?:${maskedFields}|key|sig(?:nature)?)=)[^&#\s]*`, 'gi');

/** A secret in every dress it may wear in a body or an address. */
const spellings = (secret: string): readonly string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64'),
];

export type Redact = (text: string) => string;

/** Makes what hides the given secrets, one-time passwords and fields that hold keys, in bodies, addresses and error texts alike. */
export const createRedact = (secrets: readonly string[]): Redact => {
  const hidden = [...new Set(secrets.filter((secret) => secret !== '').flatMap(spellings))].sort(
    (left, right) => right.length - left.length,
  );
  return (text) =>
    hidden
      .reduce((shown, secret) => shown.replaceAll(secret, mask), text)
      .replace(maskedField, `$1$2$1$3"${mask}"`)
      .replace(maskedQuery, `$1${mask}`);
};

/** A secret may lie across the cut: this much is redacted beyond it. */
const margin = 16 * 1024;

/** So much of the beginning of a body is needed to log it. */
export const loggedBeginning = loggedBytes + margin;

/**
 * A body as the exchange log keeps it: redacted, at most 64 KB, storable as text in any database. Null when there is none.
 *
 * @param length how long the whole body is, in words, where only its beginning (`loggedBeginning`) is at hand
 */
export const loggedBody = (body: string, redact: Redact, length = `${body.length} characters`): string | null => {
  if (body === '') return null;
  const isLong = body.length > loggedBytes;
  const shown = redact(isLong ? body.slice(0, loggedBytes + margin) : body);
  const text = (isLong ? shown.slice(0, Math.max(0, shown.length - margin)) : shown)
    .replaceAll('\0', '\uFFFD')
    .toWellFormed();
  const bytes = Buffer.from(text);
  if (!isLong && bytes.length <= loggedBytes) return text;
  const cut = bytes
    .subarray(0, loggedBytes)
    .toString('utf8')
    .replace(/\uFFFD$/, '');
  return `${cut}… (cut, ${length} in all)`;
};

/** Values of a request that must not come back in an error text: the one-time passwords in it. */
export const oneTimePasswordsOf = (json: unknown): readonly string[] => {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([field, value]) =>
    typeof value === 'string' && /otp$/i.test(field) && value.length >= 4 ? [value] : oneTimePasswordsOf(value),
  );
};
