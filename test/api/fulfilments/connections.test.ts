import assert from 'node:assert/strict';
import { json, startVendor } from '../../connectors/vendor-server.ts';
import type { VendorServer } from '../../connectors/vendor-server.ts';
import { startTestApi } from '../running-api.ts';
import type { ApiUnderTest } from '../running-api.ts';
import { aPrepCentre } from './a-prep-centre.ts';

describe('prep centres over REST', () => {
  let api: ApiUnderTest;
  let vendor: VendorServer;
  before(async () => {
    api = await startTestApi();
    vendor = await startVendor(json(404, { message: 'Order not found' }));
  });
  after(async () => {
    await api.close();
    await vendor[Symbol.asyncDispose]();
  });

  it('are a kind of their own', async () => {
    const { body } = await api.call('GET', '/api/connection-kinds');
    assert.partialDeepStrictEqual(
      body.items.find(({ kind }) => kind === 'ysell'),
      { title: 'Ysell', category: 'fulfilment' },
    );
  });

  it('show their settings with defaults, no secret, and no address for webhooks', async () => {
    await aPrepCentre(api, { id: 'shown' });
    const { body, text } = await api.call('GET', '/api/connections/shown');
    assert.partialDeepStrictEqual(body.settings, {
      dialect: 'requirement',
      pollEveryMinutes: 60,
      match: { all: true },
      sourceLocation: 'ShemaxGlobal',
    });
    assert.deepEqual(body.secrets, { apiKey: true });
    assert.match(text, /"webhookUrl":null/);
    assert.doesNotMatch(text, /key-of-the-tenant/);
  });

  it('are reached over https only', async () => {
    const settings = { baseUrl: 'http://ysell.example.com/' };
    await assert.rejects(aPrepCentre(api, { id: 'plain', settings }), /settings\.baseUrl/);
  });

  it('have no offers', async () => {
    await aPrepCentre(api, { id: 'single' });
    const { status, body } = await api.call('POST', '/api/offers/single/push');
    assert.deepEqual([status, body.detail], [409, 'single is a prep centre: it has no offers']);
  });

  it('tell how they are doing before anything was shipped', async () => {
    await aPrepCentre(api, { id: 'new' });
    const { body } = await api.call('GET', '/api/connections/new/status');
    assert.partialDeepStrictEqual(body, {
      state: 'running',
      lastOrderSync: null,
      lastFollow: null,
      counts: { fulfilments: { open: 0, attention: 0, openByStage: {} } },
      problems: [],
    });
  });

  describe('that are tested', () => {
    const test = async (id: string, settings: Record<string, unknown> = {}) => {
      await aPrepCentre(api, { id, settings: { baseUrl: vendor.url, ...settings } });
      return (await api.call('POST', `/api/connections/${id}/test`)).body;
    };

    it('say which orders they ship', async () => {
      const { ok, sawInWords } = await test('all');
      assert.deepEqual([ok, /It ships every sale order/.test(sawInWords)], [true, true], sawInWords);
    });

    it('say what is wrong there', async () => {
      vendor.answerWith(json(401, { message: 'who are you?' }));
      const { ok, sawInWords } = await test('refused');
      assert.deepEqual([ok, /401.*who are you\?/.test(sawInWords)], [false, true], sawInWords);
      assert.equal(vendor.received.at(-1)?.headers.authorization, 'Bearer key-of-the-tenant');
      vendor.answerWith(json(404, { message: 'Order not found' }));
    });

    it('ask Odoo for the team, tag or warehouse they ship the orders of', async () => {
      const { ok, sawInWords } = await test('of-a-team', { match: { team: 'Website' } });
      assert.deepEqual([ok, /^Odoo /.test(sawInWords)], [false, true], sawInWords);
    });
  });
});
