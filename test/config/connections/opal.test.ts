import assert from 'node:assert/strict';
import { parseConnectionSecrets, parseConnectionSettings } from '../../../src/connectors/kinds.ts';

const baseUrl = 'https://opal-gateway.example.com/';
const sender = { name: 'Shop GmbH', street: 'Lagerstraße', zip: '12345', city: 'Berlin' };

const pathsOf = (settings: Record<string, unknown>): readonly string[] => {
  const reading = parseConnectionSettings('opal', { baseUrl, sender, ...settings });
  return reading.ok ? [] : reading.errors.map(({ path }) => path);
};

describe('the settings of OPAL', () => {
  it('are the documented defaults when only the address and the sender are given', () => {
    assert.deepEqual(parseConnectionSettings('opal', { baseUrl, sender }), {
      ok: true,
      value: {
        baseUrl,
        requestsPerSecond: 2,
        timeoutMs: 300_000,
        sender: { ...sender, country: 'DE' },
        trackEveryMinutes: 60,
      },
    });
  });

  const taken: readonly Record<string, unknown>[] = [
    { weightFallbackKg: 0.5 },
    { sender: { ...sender, houseNumber: '7a', contact: 'Lager', country: 'AT', phone: '+43 1', email: 'a@b.example' } },
  ];
  for (const settings of taken) {
    it(`take ${JSON.stringify(settings)}`, () => {
      assert.deepEqual(pathsOf(settings), []);
    });
  }

  const refused: readonly (readonly [Record<string, unknown>, string])[] = [
    [{ baseUrl: 'http://opal-gateway.example.com/' }, 'settings.baseUrl'],
    [{ sender: undefined }, 'settings.sender'],
    [{ sender: { ...sender, zip: ' ' } }, 'settings.sender.zip'],
    [{ sender: { ...sender, country: 'Germany' } }, 'settings.sender.country'],
    [{ sender: { ...sender, email: 'nobody' } }, 'settings.sender.email'],
    [{ sender: { ...sender, name2: 'GmbH' } }, 'settings.sender.name2'],
    [{ weightFallbackKg: 0 }, 'settings.weightFallbackKg'],
    [{ trackEveryMinutes: 0 }, 'settings.trackEveryMinutes'],
    [{ unheardOf: true }, 'settings.unheardOf'],
  ];
  for (const [settings, path] of refused) {
    it(`refuse ${JSON.stringify(settings)} by name`, () => {
      assert.deepEqual(pathsOf(settings), [path]);
    });
  }

  it('need a token that can travel in a header', () => {
    assert.deepEqual(parseConnectionSecrets('opal', { token: ' abc ' }), { ok: true, value: { token: 'abc' } });
    for (const secrets of [{}, { token: '' }, { token: 'a b' }, { token: 'ü' }]) {
      const reading = parseConnectionSecrets('opal', secrets);
      assert.deepEqual(reading.ok ? [] : reading.errors.map(({ path }) => path), ['secrets.token']);
    }
  });
});
