import assert from 'node:assert/strict';
import { labelOf } from '../../../sandbox/opal/label.ts';
import { letter } from '../../../sandbox/opal/model.ts';
import type { OpalOrder } from '../../../sandbox/opal/model.ts';

const anOrder = (changes: Partial<OpalOrder> = {}): OpalOrder => ({
  ...letter,
  reference: '123-1',
  orderNumber: 'OCU-998-511590',
  trackingNumber: 'HWB-40511590',
  createdAt: '2026-01-17T10:00:00.000Z',
  status: 'Disponiert',
  receivedBy: null,
  history: [],
  ...changes,
});

describe('the label of the simulated OPAL', () => {
  const textOf = (order: OpalOrder): string => labelOf(order).toString('latin1');

  it('is a PDF whose table says where each object begins', () => {
    const pdf = textOf(anOrder({ notes: 'Größe: (L) \\ ß' }));
    assert.match(pdf, /^%PDF-1\.4\n/);
    const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(pdf)?.[1]);
    assert.equal(pdf.slice(start, start + 9), 'xref\n0 7\n');
    const places = [...pdf.slice(start).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, place]) => Number(place));
    assert.equal(places.length, 6);
    for (const [index, place] of places.entries()) {
      assert.equal(pdf.slice(place, place + 8), `${index + 1} 0 obj\n`);
    }
  });

  it('has the length of its page right', () => {
    const [, length, content] = /<< \/Length (\d+) >>\nstream\n([^]*)\nendstream/.exec(textOf(anOrder())) ?? [];
    assert.equal(content?.length, Number(length));
  });

  it('names whom it is for, and by which numbers it goes', () => {
    const pdf = textOf(anOrder());
    for (const words of [
      'Somebody else',
      'Nebenstra\u00DFe 1',
      '10115 Berlin, DE',
      'HWB-40511590',
      'OCU-998-511590',
      '123-1',
    ]) {
      assert.ok(pdf.includes(`${words}) Tj`), words);
    }
    assert.ok(textOf(anOrder({ trackingNumber: null })).includes('(OCU-998-511590) Tj'));
  });

  it('keeps text in its place, whatever it is', () => {
    const pdf = textOf(anOrder({ reference: 'a) Tj (b\\', notes: 'Ščepan 日本 😀\n\u0007' }));
    assert.ok(pdf.includes('(Referenz a\\) Tj \\(b\\\\) Tj'));
    assert.ok(pdf.includes('(Scepan ?? ???) Tj'));
  });
});
