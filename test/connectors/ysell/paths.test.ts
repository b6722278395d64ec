import assert from 'node:assert/strict';
import { ysellSettings } from '../../../src/config/connections/ysell.ts';
import { json, startVendor } from '../vendor-server.ts';
import type { VendorServer } from '../vendor-server.ts';
import { aCentre, anOrder } from './a-centre.ts';

describe('the addresses of Ysell', () => {
  let vendor: VendorServer;
  beforeEach(async () => {
    vendor = await startVendor(json(200, { id: 77, status: 'New' }));
  });
  afterEach(() => vendor[Symbol.asyncDispose]());

  const root = () => vendor.url.replace('api/v1/', '');

  const created: readonly (readonly [base: string, settings: object, url: string])[] = [
    ['', {}, '/api/orders/create'],
    ['ysell/', {}, '/ysell/api/orders/create'],
    ['api/', {}, '/api/orders/create'],
    ['shop/api', {}, '/shop/api/orders/create'],
    ['api/v1/', { dialect: 'v1' }, '/api/v1/order'],
    ['', { dialect: 'v1' }, '/api/v1/order'],
    ['api/v1/order/', { dialect: 'v1' }, '/api/v1/order/'],
    ['', { createPath: '/v2/new?shop=7&mode=a%20b' }, '/v2/new?shop=7&mode=a+b'],
  ];
  for (const [base, settings, url] of created) {
    it(`lie below ${base === '' ? 'the host' : base}: ${url}`, async () => {
      await aCentre(`${root()}${base}`, { settings }).centre.create(anOrder());
      assert.equal(vendor.received[0]?.url, url);
    });
  }

  const lookedUp: readonly (readonly [settings: object, url: string])[] = [
    [{}, '/api/orders/status?id=S00042'],
    [{ statusPath: '/status' }, '/status?id=S00042'],
    [{ lookup: { path: '/find?id=<order name>' } }, '/find?id=S00042'],
    [{ lookup: { path: '/find/{order}/state' } }, '/find/S00042/state'],
    [{ lookup: { path: '/find?shop=7&ref=' } }, '/find?shop=7&ref=S00042'],
    [{ lookup: { path: '/find?ref=&shop=7' } }, '/find?ref=S00042&shop=7'],
    [{ lookup: { path: '/find?shop=7' } }, '/find?shop=7&id=S00042'],
    [{ lookup: { path: '/find?q=order:{order}' } }, '/find?q=order%3AS00042'],
  ];
  for (const [settings, url] of lookedUp) {
    it(`take the order name where the look-up says: ${url}`, async () => {
      await aCentre(root(), { settings }).centre.lookUp('S00042');
      assert.equal(vendor.received[0]?.url, url);
    });
  }

  it('keep an order name whole, whatever is in it', async () => {
    const { centre } = aCentre(root(), { settings: { lookup: { path: '/find/{order}?n={order}' } } });
    await centre.lookUp('A/1 $& ü?');
    assert.equal(vendor.received[0]?.url, '/find/A%2F1%20%24%26%20%C3%BC%3F?n=A%2F1+%24%26+%C3%BC%3F');
  });

  it('begin with https, other than on this machine', () => {
    assert.equal(ysellSettings.safeParse({ baseUrl: 'http://shop.ysell.pro/' }).success, false);
    assert.equal(ysellSettings.safeParse({ baseUrl: 'https://shop.ysell.pro/' }).success, true);
    assert.equal(ysellSettings.safeParse({ baseUrl: 'http://127.0.0.1:3211/ysell/' }).success, true);
  });

  for (const path of ['api/orders', '/a b', 'https://elsewhere.example/']) {
    it(`are refused as settings where they are no paths: ${path}`, () => {
      const baseUrl = 'https://shop.ysell.pro/';
      assert.equal(ysellSettings.safeParse({ baseUrl, createPath: path }).success, false);
      assert.equal(ysellSettings.safeParse({ baseUrl, lookup: { path } }).success, false);
    });
  }
});
