import assert from 'node:assert/strict';
import { problemsOfContent } from '../../../src/api/connections/check-content.ts';
import {
  describeConnectionKinds,
  parseConnectionSecrets,
  parseConnectionSettings,
} from '../../../src/connectors/kinds.ts';

const url = 'https://pos.example/api/orders';

const pathsOf = (settings: Record<string, unknown>): readonly string[] => {
  const reading = parseConnectionSettings('pos', { url, posConfig: 'Shop', ...settings });
  return reading.ok ? [] : reading.errors.map(({ path }) => path);
};

describe('the settings of a point of sale', () => {
  it('are the documented defaults when only the address and the configuration are given', () => {
    assert.deepEqual(parseConnectionSettings('pos', { url, posConfig: 'Shop' }), {
      ok: true,
      value: {
        url,
        auth: 'bearer',
        requestsPerSecond: 5,
        timeoutMs: 30_000,
        posConfig: 'Shop',
        autoCreateSession: true,
        syncEveryMinutes: 15,
        matchProductsBy: ['odoo-item-id', 'listing', 'internal-id', 'name'],
        paymentFallback: 'first',
        bundleParts: 'ignore',
        sinceOverlapMinutes: 10,
        timeZone: 'UTC',
        acceptPush: false,
        webhook: { perSecond: 2_000, unprovenPerSecond: 20 },
      },
    });
  });

  for (const address of [
    'https://pos.example',
    'https://pos.example/orders.php?shop=7&a[]=b',
    'http://127.0.0.1:3211/pos/shop/orders',
  ]) {
    it(`keep the address as it is written: ${address}`, () => {
      const reading = parseConnectionSettings('pos', { url: address, posConfig: 3 });
      assert.ok(reading.ok);
      assert.equal(Reflect.get(Object(reading.value), 'url'), address);
    });
  }

  const wrong: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ['an address without https', { url: 'http://pos.example/orders' }, 'settings.url'],
    ['an address that is none', { url: 'orders' }, 'settings.url'],
    ['an address with a password', { url: 'https://a:b@pos.example/' }, 'settings.url'],
    ['an address with a fragment', { url: `${url}#top` }, 'settings.url'],
    ['an address that says since when', { url: `${url}?since=2026-01-01` }, 'settings.url'],
    ['no address, and no pushes either', { url: undefined }, 'settings.url'],
    ['no configuration', { posConfig: undefined }, 'settings.posConfig'],
    ['a time zone that is none', { timeZone: 'Riyadh' }, 'settings.timeZone'],
    ['a way to find products that is unknown', { matchProductsBy: ['guess'] }, 'settings.matchProductsBy[0]'],
    ['a way to find products twice', { matchProductsBy: ['name', 'name'] }, 'settings.matchProductsBy'],
    ['a rate of nothing', { webhook: { perSecond: 0 } }, 'settings.webhook.perSecond'],
    ['what is not known', { colour: 'red' }, 'settings.colour'],
  ];
  for (const [what, settings, path] of wrong) {
    it(`are refused with ${what}, by field`, () => {
      assert.deepEqual(pathsOf(settings), [path]);
    });
  }

  it('need no address where orders are only pushed', () => {
    assert.deepEqual(pathsOf({ url: undefined, acceptPush: true }), []);
  });

  it('and secrets go together: whoever takes pushes needs their key', () => {
    const problems = (acceptPush: boolean, secrets: Record<string, string>) =>
      problemsOfContent('pos', { settings: { url, posConfig: 'Shop', acceptPush }, secrets }).map(({ path }) => path);
    assert.deepEqual(problems(true, {}), ['secrets.pushKey']);
    assert.deepEqual(problems(true, { pushKey: 'push-key' }), []);
    assert.deepEqual(problems(false, {}), []);
  });

  it('have secrets that travel in headers', () => {
    const reading = parseConnectionSecrets('pos', { apiKey: ' key ', pushKey: 'a\nb' });
    assert.deepEqual(reading.ok ? [] : reading.errors.map(({ path }) => path), ['secrets.pushKey']);
    assert.deepEqual(parseConnectionSecrets('pos', { apiKey: ' key ' }), { ok: true, value: { apiKey: 'key' } });
  });

  it('are described for people', () => {
    const described = describeConnectionKinds().find(({ kind }) => kind === 'pos');
    assert.equal(described?.title, 'Point of sale');
    assert.equal(described.category, 'pos');
    assert.match(JSON.stringify(described.settings), /"sinceOverlapMinutes":\{"default":10/);
  });
});
