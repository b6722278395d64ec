import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { SecretsDoNotOpen, createSecretBox } from '../../src/store/secret-box.ts';

const newKey = (): string => randomBytes(32).toString('base64');

describe('the secret box', () => {
  const secrets = { token: 'sëcret "1"', webhookToken: 'w' };

  it('opens what it sealed, for the same owner', () => {
    const box = createSecretBox(newKey());
    assert.deepEqual(box.open(box.seal(secrets, 'cartona'), 'cartona'), secrets);
  });

  it('shows nothing of the secrets, and never seals twice alike', () => {
    const box = createSecretBox(newKey());
    const [one, other] = [box.seal(secrets, 'cartona'), box.seal(secrets, 'cartona')];
    assert.notEqual(one, other);
    assert.doesNotMatch(one, /cret|token/);
  });

  it('does not open what belongs to another connection', () => {
    const box = createSecretBox(newKey());
    const sealed = box.seal(secrets, 'cartona');
    assert.throws(() => box.open(sealed, 'shopify'), SecretsDoNotOpen);
  });

  it('does not open what was changed', () => {
    const box = createSecretBox(newKey());
    const sealed = box.seal(secrets, 'cartona');
    const cut = sealed.slice(0, -4);
    assert.throws(() => box.open(cut, 'cartona'), SecretsDoNotOpen);
    assert.throws(() => box.open('nonsense', 'cartona'), SecretsDoNotOpen);
  });

  it('says whose secrets do not open, and what to do, but not what they are', () => {
    const sealed = createSecretBox(newKey()).seal(secrets, 'cartona');
    assert.throws(
      () => createSecretBox(newKey()).open(sealed, 'cartona'),
      /secrets of connection cartona .*CONVEYOR_PREVIOUS_KEYS/s,
    );
  });

  it('opens under a previous key and seals under the first', () => {
    const [old, young] = [newKey(), newKey()];
    const sealed = createSecretBox(old).seal(secrets, 'cartona');
    const box = createSecretBox(young, [newKey(), old]);
    assert.deepEqual(box.open(sealed, 'cartona'), secrets);
    assert.equal(box.isCurrent(sealed), false);
    assert.equal(box.isCurrent(box.seal(secrets, 'cartona')), true);
  });

  it('takes no key of another length', () => {
    assert.throws(() => createSecretBox(randomBytes(16).toString('base64')), /32 bytes/);
  });
});
