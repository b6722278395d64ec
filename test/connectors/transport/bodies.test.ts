import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { failureOf } from '../failed.ts';
import { aRead, aTransport, aWrite, json, startVendor, text } from '../vendor-server.ts';
import type { Answer, VendorServer } from '../vendor-server.ts';

const half: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
  response.write('[{"hashed_id":', () => response.destroy());
};

describe('the body of an answer', () => {
  let vendor: VendorServer;
  before(async () => {
    vendor = await startVendor();
  });
  after(() => vendor[Symbol.asyncDispose]());

  const ask = (answer: Answer) => {
    vendor.answerWith(answer);
    return aTransport(vendor.url).transport.request(aRead());
  };

  it('is given as JSON with its status, headers and the clock of the other side', async () => {
    const answer = await ask(json(201, [{ a: 1 }], { 'X-Total': '1', date: 'Sat, 17 Jan 2026 10:00:00 GMT' }));
    assert.equal(answer.status, 201);
    assert.deepEqual(answer.body, [{ a: 1 }]);
    assert.equal(answer.headers['x-total'], '1');
    assert.equal(answer.date?.toISOString(), '2026-01-17T10:00:00.000Z');
  });

  for (const [what, answer] of [
    ['an empty body', text(200, '')],
    ['a body of blanks', text(200, ' \n')],
    ['204', text(204, '')],
  ] as const) {
    it(`is undefined for ${what}: the caller decides`, async () => {
      assert.equal((await ask(answer)).body, undefined);
    });
  }

  it('is taken for JSON whatever its content type says', async () => {
    assert.deepEqual((await ask(text(200, '{"a":1}', { 'content-type': 'text/html' }))).body, { a: 1 });
  });

  it('keeps the digits of numbers that a float would round, as text', async () => {
    const body = '[{"hashed_id":12345678901234567890,"amount":0.10000000000000001,"id":11973734,"price":200.50}]';
    assert.deepEqual((await ask(text(200, body))).body, [
      { hashed_id: '12345678901234567890', amount: '0.10000000000000001', id: 11973734, price: 200.5 },
    ]);
  });

  it('has no characters that a database refuses', async () => {
    assert.deepEqual((await ask(text(200, String.raw`{"a\u0000":"x\u0000y","b":["\ud800"]}`))).body, {
      'a\uFFFD': 'x\uFFFDy',
      b: ['\uFFFD'],
    });
  });

  const broken: readonly (readonly [string, Answer, RegExp])[] = [
    [
      'a page of HTML',
      text(200, '<!doctype html><title>Sign in</title>'),
      /with an HTML page "Sign in" instead of JSON/,
    ],
    ['text', text(200, 'OK'), /the text is not JSON/],
    ['JSON that ends in the middle', text(200, '[{"a":1},'), /the JSON ends in the middle/],
    ['a cut body', half, /the body is cut after 14 characters/],
    ['more than 10 MB', text(200, `["${'x'.repeat(10 * 1024 * 1024)}"]`), /with more than 10 MB/],
    [
      'more than 10 MB once it is unpacked',
      (response) =>
        response
          .writeHead(200, { 'content-encoding': 'gzip' })
          .end(gzipSync(Buffer.from(`["${'x'.repeat(10 * 1024 * 1024)}"]`))),
      /with more than 10 MB/,
    ],
  ];
  for (const [what, answer, words] of broken) {
    it(`is BadResponse when it is ${what}`, async () => {
      const failure = await failureOf(ask(answer));
      assert.equal(failure.type, 'BadResponse');
      assert.match(failure.message, words);
    });
  }

  it('stops reading a body without end at the limit', async () => {
    const failure = await failureOf(
      ask((response) => {
        response.writeHead(200);
        const chunk = Buffer.alloc(256 * 1024, ' ');
        const more = (): void => {
          while (!response.destroyed && response.write(chunk)) continue;
        };
        response.on('drain', more);
        more();
      }),
    );
    assert.equal(failure.type, 'BadResponse');
  });

  it('is a lost answer when it breaks off under a write', async () => {
    vendor.answerWith(half);
    const failure = await failureOf(aTransport(vendor.url).transport.request(aWrite()));
    assert.equal(failure.type, 'OutcomeUnknown');
  });

  it('does not hide the status when the body of an error breaks off', async () => {
    const failure = await failureOf(
      ask((response) => {
        response.writeHead(422, { 'content-length': '100' });
        response.write('{"message":', () => response.destroy());
      }),
    );
    assert.equal(failure.type, 'Rejected');
  });
});
