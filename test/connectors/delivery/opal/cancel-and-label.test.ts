import assert from 'node:assert/strict';
import type { FailureType } from '../../../../src/domain/failure.ts';
import { failureOf } from '../../failed.ts';
import { json, startVendor, text } from '../../vendor-server.ts';
import type { Answer, VendorServer } from '../../vendor-server.ts';
import { aCourier, anOrder } from './a-courier.ts';

const number = 'OCU-998-511590';
const collected = json(200, { success: false, error: 'Auftrag wurde bereits abgeholt' });

/** A PDF that breaks off under the length of the whole. */
const cutPdf: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': 5000 });
  response.write('%PDF-1.4\n', () => response.destroy());
};

describe('OPAL', () => {
  let vendor: VendorServer;
  beforeEach(async () => {
    vendor = await startVendor(json(200, { success: true }));
  });
  afterEach(() => vendor[Symbol.asyncDispose]());

  const courier = () => aCourier(vendor.url).courier;

  describe('asked to cancel', () => {
    /** Answers the wish with the first, and the question after the order with the second. */
    const answer = (cancel: Answer, order: Answer = json(200, anOrder())) =>
      vendor.answerWith((response, call) => (call.method === 'POST' ? cancel : order)(response, call));

    it('does so in one call', async () => {
      await courier().cancel(number);
      assert.deepEqual(
        vendor.received.map(({ method, url }) => `${method} ${url}`),
        [`POST /api/v1/orders/${number}/cancel`],
      );
    });

    it('has done so where the order is cancelled already, whatever it says', async () => {
      answer(collected, json(200, anOrder({ status: 'STORNO' })));
      await courier().cancel(number);
    });

    it('refuses in its words where the order was collected', async () => {
      answer(collected, json(200, anOrder({ status: 'Abgeholt' })));
      const failure = await failureOf(courier().cancel(number));
      assert.equal(failure.type, 'Rejected');
      assert.match(failure.message, /"Auftrag wurde bereits abgeholt"/);
    });

    it('refuses with a status of its own as well', async () => {
      answer(json(409, { success: false, error: 'Nur telefonisch' }));
      assert.match((await failureOf(courier().cancel(number))).message, /answered 409, "Nur telefonisch"/);
    });

    const wrong: readonly (readonly [string, Answer, Answer, FailureType])[] = [
      ['does not know the order', json(404, { success: false, error: 'nicht gefunden' }), collected, 'NotFound'],
      ['is no gateway', text(404, 'Not Found'), collected, 'BadResponse'],
      ['says neither yes nor no', json(200, {}), collected, 'BadResponse'],
      ['answers with a page', text(200, '<html></html>'), collected, 'BadResponse'],
      ['loses the answer', (response) => response.destroy(), collected, 'OutcomeUnknown'],
      ['cannot say how the order is', collected, json(503, {}), 'Unavailable'],
    ];
    for (const [what, cancel, order, type] of wrong) {
      it(`comes to ${type} where it ${what}`, async () => {
        answer(cancel, order);
        assert.equal((await failureOf(courier().cancel(number))).type, type);
      });
    }
  });

  describe('asked for a label', () => {
    // Bytes that are no UTF-8: as a text they would not come back.
    const pdf = Buffer.concat([
      Buffer.from('%PDF-1.4\n'),
      Buffer.from([0xe2, 0xe3, 0x00, 0xff, 0xfe]),
      Buffer.from('%%EOF'),
    ]);
    const sends =
      (body: Buffer | string, headers: Record<string, string> = { 'content-type': 'application/pdf' }): Answer =>
      (response) =>
        response.writeHead(200, headers).end(body);

    it('gives it byte by byte', async () => {
      vendor.answerWith(sends(pdf));
      const label = await courier().label(number);
      assert.equal(label?.contentType, 'application/pdf');
      assert.deepEqual(Buffer.from(label.bytes), pdf);
      assert.equal(vendor.received[0]?.url, `/api/v1/orders/${number}/label`);
      assert.match(vendor.received[0].headers.accept ?? '', /^application\/pdf/);
    });

    it('leaves its size in the exchange log, and no byte of it', async () => {
      vendor.answerWith(sends(pdf));
      const { courier: opened, exchanges } = aCourier(vendor.url);
      await opened.label(number);
      assert.equal(exchanges.length, 1);
      assert.equal(exchanges[0]?.response, `(application/pdf, ${pdf.length} bytes)`);
      assert.deepEqual(exchanges[0].externalIds, [number]);
    });

    it('has none yet', async () => {
      vendor.answerWith(json(409, { success: false, error: 'Es gibt noch kein Label' }));
      assert.equal(await courier().label(number), null);
    });

    it('takes one of two megabytes, and none that is larger', async () => {
      const large = Buffer.alloc(2 * 1024 * 1024, ' ');
      pdf.copy(large);
      vendor.answerWith(sends(large));
      assert.equal((await courier().label(number))?.bytes.length, large.length);
      vendor.answerWith(sends(Buffer.concat([large, Buffer.from(' ')])));
      const failure = await failureOf(courier().label(number));
      assert.equal(failure.type, 'BadResponse');
      assert.match(failure.message, /with more than 2 MB/);
    });

    const wrong: readonly (readonly [string, Answer, FailureType, RegExp])[] = [
      ['is something else', sends('Kein Druck möglich'), 'BadResponse', /something else than a PDF\./],
      ['is a refusal', json(200, { success: false, error: 'Druckdienst aus' }), 'BadResponse', /"Druckdienst aus"/],
      ['is empty', sends(''), 'BadResponse', /with nothing/],
      ['is a page', sends('<html><title>Login</title></html>'), 'BadResponse', /HTML page "Login"/],
      ['is of an order that is not known', json(404, { success: false, error: 'nein' }), 'NotFound', /nein/],
      ['is nowhere', text(404, 'Not Found'), 'BadResponse', /does not know the address/],
      ['is refused', json(422, { success: false, error: 'storniert' }), 'Rejected', /storniert/],
      ['fails', json(500, {}), 'Unavailable', /by itself/],
      ['is cut', cutPdf, 'Unavailable', /connection was lost/],
    ];
    for (const [what, answer, type, words] of wrong) {
      it(`comes to ${type} where it ${what}`, async () => {
        vendor.answerWith(answer);
        const failure = await failureOf(courier().label(number));
        assert.equal(failure.type, type);
        assert.match(failure.message, words);
      });
    }
  });

  describe('tested', () => {
    it('says whose token it is', async () => {
      vendor.answerWith(json(200, { customerNumber: 998, name: 'Shop GmbH' }));
      assert.equal(await courier().test(), 'The gateway took the token; at OPAL it is customer 998 (Shop GmbH).');
      assert.equal(vendor.received[0]?.url, '/api/v1/account');
    });

    it('says what is wrong', async () => {
      vendor.answerWith(json(200, { hello: 'world' }));
      assert.match((await failureOf(courier().test())).message, /without the number of the account/);
      vendor.answerWith(json(401, { success: false, error: 'Token ungültig' }));
      assert.equal((await failureOf(courier().test())).type, 'Unauthorized');
    });
  });
});
