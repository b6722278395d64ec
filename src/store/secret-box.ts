import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Secrets by name, as a connection holds them. */
export type Secrets = Readonly<Record<string, string>>;

/**
 * Seals secrets for storage: AES-256-GCM under the first key, bound to their owner, so that a sealed text moved to another row does not open.
 * Texts sealed under a previous key still open.
 */
export interface SecretBox {
  seal(secrets: Secrets, owner: string): string;
  /** @throws SecretsDoNotOpen when no key fits, or the text was changed or belongs to another owner. */
  open(sealed: string, owner: string): Secrets;
  /** Whether the text is sealed under the first key. */
  isCurrent(sealed: string): boolean;
}

/** What is sealed cannot be read with the keys at hand. Says of whom, never what. */
export class SecretsDoNotOpen extends Error {
  constructor(owner: string, options?: ErrorOptions) {
    super(
      `The secrets of connection ${owner} do not open with CONVEYOR_KEY or CONVEYOR_PREVIOUS_KEYS: ` +
        'set the key they were sealed under (or add it to CONVEYOR_PREVIOUS_KEYS), or save the secrets again',
      options,
    );
    this.name = 'SecretsDoNotOpen';
  }
}

/**
 * @param key 32 bytes in base64, used for sealing
 * @param previousKeys keys of the same form that only open
 */
export const createSecretBox = (key: string, previousKeys: readonly string[] = []): SecretBox => {
  const first = readKey(key);
  const keys = new Map([...previousKeys.map(readKey).toReversed(), first].map((each) => [each.id, each.bytes]));
  return {
    seal: (secrets, owner) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv(algorithm, first.bytes, nonce).setAAD(Buffer.from(owner));
      const text = Buffer.concat([cipher.update(JSON.stringify(secrets), 'utf8'), cipher.final()]);
      return [version, first.id, ...[nonce, cipher.getAuthTag(), text].map((part) => part.toString('base64url'))].join(
        '.',
      );
    },
    open: (sealed, owner) => {
      const [found, keyId, nonce, tag, text] = sealed.split('.');
      const bytes = keys.get(keyId ?? '');
      if (found !== version || bytes === undefined || nonce === undefined || tag === undefined || text === undefined) {
        throw new SecretsDoNotOpen(owner);
      }
      try {
        const decipher = createDecipheriv(algorithm, bytes, Buffer.from(nonce, 'base64url'), { authTagLength: 16 });
        decipher.setAAD(Buffer.from(owner)).setAuthTag(Buffer.from(tag, 'base64url'));
        const plain = Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]);
        return readSecrets(JSON.parse(plain.toString('utf8')));
      } catch (error) {
        throw new SecretsDoNotOpen(owner, { cause: error });
      }
    },
    isCurrent: (sealed) => sealed.startsWith(`${version}.${first.id}.`),
  };
};

const version = 'v1';
const algorithm = 'aes-256-gcm';

const readKey = (key: string) => {
  const bytes = Buffer.from(key, 'base64');
  if (bytes.length !== 32) throw new Error('An encryption key must be 32 bytes in base64');
  return { bytes, id: createHash('sha256').update('conveyor key id').update(bytes).digest('hex').slice(0, 8) };
};

const readSecrets = (value: unknown): Secrets => {
  if (typeof value !== 'object' || value === null) throw new Error('Sealed secrets are not an object');
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
};
