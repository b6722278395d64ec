import assert from 'node:assert/strict';
import {
  describeConnectionKinds,
  parseConnectionSecrets,
  parseConnectionSettings,
} from '../../../src/connectors/kinds.ts';

const baseUrl = 'https://cartona.example/api/v1/';

describe('the settings of a Cartona connection', () => {
  it('are the documented defaults when only the address is given', () => {
    assert.deepEqual(parseConnectionSettings('cartona', { baseUrl }), {
      ok: true,
      value: {
        baseUrl,
        authHeader: 'AuthorizationToken',
        pageSize: 100,
        requestsPerSecond: 5,
        timeoutMs: 30_000,
        pullEveryMinutes: 15,
        unknownProduct: 'hold',
        matchProductsBy: ['listing', 'internal-id', 'default-code', 'barcode'],
        confirmOrders: 'on-approval',
        onTotalMismatch: 'note',
        totalTolerance: 0.01,
        taxes: 'odoo',
        offers: {
          enabled: false,
          price: 'list_price',
          stock: 'free_qty',
          warehouses: [],
          batchSize: 100,
          windowMs: 0,
          minStock: 0,
          buffer: 0,
          allowZeroPrice: false,
          reconcile: 'report',
        },
        odoo: { fields: {} },
        matchExisting: true,
        statusMap: {},
        webhook: { scheme: 'token', perSecond: 2_000, unprovenPerSecond: 20 },
        defaultDeliveredBy: 'delivered_by_supplier',
        cancellationReason: 'cannot_deliver_the_order',
        shippedWhen: 'first-transfer',
      },
    });
  });

  it('are the same when they are read a second time', () => {
    const once = parseConnectionSettings('cartona', {
      baseUrl,
      supplierCode: '1',
      offers: { price: { pricelist: 3 } },
    });
    assert.ok(once.ok);
    assert.deepEqual(parseConnectionSettings('cartona', once.value), once);
  });

  for (const address of [
    baseUrl,
    'https://cartona.example/api/v1',
    ' https://cartona.example:8443/prefix/api/v1/ ',
    'http://localhost:3211/cartona/api/v1/',
    'http://127.0.0.1:3211/cartona/api/v1',
    'http://[::1]:3211/api/v1/',
  ]) {
    it(`may have the address "${address}", which then ends in a slash`, () => {
      const reading = parseConnectionSettings('cartona', { baseUrl: address });
      assert.ok(reading.ok);
      assert.match(JSON.stringify(reading.value), /"baseUrl":"http[^" ]*\/api\/v1\/"/);
    });
  }

  const wrong: readonly (readonly [Record<string, unknown>, string, RegExp])[] = [
    [{ baseUrl: undefined }, 'settings.baseUrl', /is missing/],
    [{ baseUrl: 'cartona' }, 'settings.baseUrl', /must be an address/],
    [{ baseUrl: 'http://cartona.example/api/v1/' }, 'settings.baseUrl', /https/],
    [{ baseUrl: 'http://127.0.0.1.example/api/v1/' }, 'settings.baseUrl', /https/],
    [{ baseUrl: 'http://localhost.example/api/v1/' }, 'settings.baseUrl', /https/],
    [{ baseUrl: 'ftp://localhost/api/v1/' }, 'settings.baseUrl', /https/],
    [{ baseUrl: 'https://me:pass@cartona.example/api/v1/' }, 'settings.baseUrl', /user name or password/],
    [{ baseUrl: 'https://cartona.example/api/v2/' }, 'settings.baseUrl', /end in \/api\/v1\//],
    [{ pageSize: 0 }, 'settings.pageSize', /at least 1/],
    [{ pageSize: '100' }, 'settings.pageSize', /of type number/],
    [{ pageSise: 100 }, 'settings.pageSise', /is not known here/],
    [{ authHeader: 'two words' }, 'settings.authHeader', /name of an HTTP header/],
    [{ unknownProduct: 'skip' }, 'settings.unknownProduct', /one of hold, skip-line/],
    [{ cancellationReason: 'because' }, 'settings.cancellationReason', /one of out_of_stock/],
    [{ matchProductsBy: [] }, 'settings.matchProductsBy', /at least 1/],
    [{ matchProductsBy: ['listing', 'name'] }, 'settings.matchProductsBy[1]', /one of listing/],
    [{ offers: { price: 'cost' } }, 'settings.offers.price', /list_price or \{pricelist/],
    [{ offers: { stok: 'free_qty' } }, 'settings.offers.stok', /is not known here/],
    [{ odoo: { warehouse: 'WH' } }, 'settings.odoo.warehouse', /of type number/],
    [{ odoo: { fields: { order: 'X Cartona' } } }, 'settings.odoo.fields.order', /technical name/],
    [{ statusMap: { gone: 'lost' } }, 'settings.statusMap.gone', /one of pending/],
    [{ webhook: { scheme: 'none' } }, 'settings.webhook.scheme', /one of token/],
    [{ webhook: { scheme: 'hmac-hex' } }, 'settings.webhook.header', /is needed/],
  ];
  for (const [more, path, words] of wrong) {
    it(`are refused with ${JSON.stringify(more)}, and the field is named`, () => {
      const reading = parseConnectionSettings('cartona', { baseUrl, ...more });
      assert.ok(!reading.ok);
      assert.deepEqual(
        reading.errors.map((error) => error.path),
        [path],
      );
      assert.match(reading.errors[0]?.message ?? '', words);
    });
  }

  it('are refused with every wrong field at once', () => {
    const reading = parseConnectionSettings('cartona', { baseUrl: 5, pageSize: 0, more: true });
    assert.ok(!reading.ok);
    assert.deepEqual(reading.errors.map((error) => error.path).sort(), [
      'settings.baseUrl',
      'settings.more',
      'settings.pageSize',
    ]);
  });

  it('are refused for a kind that nobody knows', () => {
    for (const kind of ['cartoona', 'constructor', '']) {
      const reading = parseConnectionSettings(kind, {});
      assert.ok(!reading.ok && reading.errors[0]?.path === 'kind');
    }
  });
});

describe('the secrets of a Cartona connection', () => {
  it('are the token, and the webhook token if there is one, without the blanks around them', () => {
    assert.deepEqual(parseConnectionSecrets('cartona', { token: ' abc\n' }), { ok: true, value: { token: 'abc' } });
    assert.ok(parseConnectionSecrets('cartona', { token: 'abc', webhookToken: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZI' }).ok);
  });

  const wrong: readonly (readonly [Record<string, unknown>, string])[] = [
    [{}, 'secrets.token'],
    [{ token: '' }, 'secrets.token'],
    [{ token: 'hush hush' }, 'secrets.token'],
    [{ token: 'häsch' }, 'secrets.token'],
    [{ token: 'a', webhookToken: 'whsec_hush!' }, 'secrets.webhookToken'],
    [{ token: 'a', tokn: 'hush' }, 'secrets.tokn'],
  ];
  for (const [secrets, path] of wrong) {
    it(`are refused when ${path} is wrong in ${JSON.stringify(secrets)}, and the value is not shown`, () => {
      const reading = parseConnectionSecrets('cartona', secrets);
      assert.ok(!reading.ok);
      assert.equal(reading.errors[0]?.path, path);
      assert.doesNotMatch(JSON.stringify(reading.errors), /hush/);
    });
  }
});

/** Every property of a JSON schema by its path, down to the last one. */
const propertiesOf = (schema: unknown, path = ''): readonly (readonly [string, unknown])[] => {
  if (typeof schema !== 'object' || schema === null || !('properties' in schema)) return [];
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]: [string, unknown]) => [
    [`${path}.${name}`, property] as const,
    ...propertiesOf(property, `${path}.${name}`),
  ]);
};

describe('the kinds of connections as the API shows them', () => {
  for (const { kind, settings, secrets } of describeConnectionKinds()) {
    for (const [path, property] of [...propertiesOf(settings, 'settings'), ...propertiesOf(secrets, 'secrets')]) {
      it(`say what ${path} of ${kind} means`, () => {
        assert.match(JSON.stringify(property), /"description":"[A-Z]/);
      });
    }
  }

  it('ask only for what has no default', () => {
    const [shown] = describeConnectionKinds();
    assert.deepEqual([shown?.kind, shown?.title, shown?.category], ['cartona', 'Cartona', 'marketplace']);
    assert.match(JSON.stringify(shown?.settings), /"required":\["baseUrl"\]/);
    assert.match(JSON.stringify(shown?.secrets), /"required":\["token"\]/);
  });
});
