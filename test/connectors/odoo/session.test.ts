import assert from 'node:assert/strict';
import { connectTo, failureOf, startFakeOdoo } from './fake-odoo.ts';

const apiKey = 'a'.repeat(40);
const count = { answer: () => ({ result: 3 }) };

describe('signing in to Odoo', () => {
  const table = [
    { version: 17, password: 'secret', protocol: 'jsonrpc' },
    { version: 17, password: apiKey, protocol: 'jsonrpc' },
    { version: 18, password: apiKey, protocol: 'jsonrpc' },
    { version: 19, password: 'secret', protocol: 'jsonrpc' },
    { version: 19, password: apiKey, protocol: 'json2' },
  ] as const;
  for (const { version, password, protocol } of table) {
    it(`speaks ${protocol} to ${version} with ${password === apiKey ? 'an API key' : 'a password'}`, async () => {
      const fake = await startFakeOdoo({ version, ...count });
      const { odoo } = await connectTo(fake.url, { password });
      const words = await odoo.test();
      await fake.close();
      assert.deepEqual([odoo.server.major, odoo.server.protocol], [version, protocol]);
      assert.match(words, new RegExp(`^Odoo ${version}.0, database test: signed in as admin .*3 sale orders visible$`));
    });
  }

  it('uses JSON-2 where /jsonrpc was removed', async () => {
    const fake = await startFakeOdoo({ version: 19, hasJsonRpc: false, ...count });
    const { odoo } = await connectTo(fake.url, { password: apiKey });
    await odoo.test();
    await fake.close();
    assert.equal(odoo.server.protocol, 'json2');
  });

  it('asks for an API key where /jsonrpc was removed and there is only a password', async () => {
    const fake = await startFakeOdoo({ version: 19, hasJsonRpc: false });
    const { odoo } = await connectTo(fake.url);
    const failure = await failureOf(odoo.test());
    await fake.close();
    assert.equal(failure.type, 'Unauthorized');
    assert.match(failure.message, /API key/);
  });

  it('is Unauthorized with a wrong password', async () => {
    const fake = await startFakeOdoo({ password: 'other' });
    const { odoo } = await connectTo(fake.url);
    const failure = await failureOf(odoo.test());
    await fake.close();
    assert.equal(failure.type, 'Unauthorized');
    assert.match(failure.message, /user admin .* database test/);
  });

  it('is tried again by the next call after a failure', async () => {
    const fake = await startFakeOdoo(count);
    const port = new URL(fake.url).port;
    await fake.close();
    const { odoo } = await connectTo(`http://127.0.0.1:${port}`);
    assert.equal((await failureOf(odoo.test())).type, 'Unavailable');
    assert.equal((await failureOf(odoo.test())).type, 'Unavailable');
  });

  it('happens anew after the secret was refused', async () => {
    let isRevoked = true;
    const fake = await startFakeOdoo({
      answer: () => (isRevoked ? { exception: 'odoo.exceptions.AccessDenied' } : { result: 3 }),
    });
    const { odoo } = await connectTo(fake.url);
    assert.equal((await failureOf(odoo.test())).type, 'Unauthorized');
    isRevoked = false;
    assert.match(await odoo.test(), /3 sale orders/);
    await fake.close();
  });

  it('refuses versions before 17', async () => {
    const fake = await startFakeOdoo({ version: 16 as 17 });
    const { odoo } = await connectTo(fake.url);
    const failure = await failureOf(odoo.test());
    await fake.close();
    assert.equal(failure.type, 'InvalidInput');
  });

  it('knows no version before the first call, but URL and database', async () => {
    const { odoo } = await connectTo('http://127.0.0.1:9');
    assert.deepEqual([odoo.server.url, odoo.server.database], ['http://127.0.0.1:9', 'test']);
    assert.throws(() => odoo.server.major, /has not been reached yet/);
  });

  it('takes no call after close', async () => {
    const { odoo } = await connectTo('http://127.0.0.1:9');
    await odoo.close();
    assert.equal((await failureOf(odoo.test())).type, 'Unavailable');
  });
});
