import type { OpalOrder } from './model.ts';

/** A line of text on the label, from its lower left corner, in points. */
interface Line {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly text: string;
  readonly isBold?: boolean;
}

/** A6. */
const [width, height] = [298, 420];

/** Text of a PDF in Latin-1: what it does not know loses its accents, or is a question mark. */
const latin = (text: string): string =>
  text.normalize('NFC').replaceAll(/[^ -ÿ]/gu, (letter) => {
    const base = letter.normalize('NFD').charAt(0);
    return base >= ' ' && base <= 'ÿ' ? base : '?';
  });

const quoted = (text: string): string => `(${latin(text).replaceAll(/[\\()]/g, '\\$&')})`;

const drawn = ({ x, y, size, text, isBold = false }: Line): string =>
  `BT /${isBold ? 'F2' : 'F1'} ${size} Tf ${x} ${y} Td ${quoted(text)} Tj ET`;

const rule = (y: number): string => `20 ${y} m ${width - 20} ${y} l S`;

const filled = (parts: readonly (string | null)[], separator = ' '): string =>
  parts.filter((part) => part !== null && part !== '').join(separator);

const addressOf = (place: OpalOrder['sender'] & { readonly name2?: string | null }): readonly string[] =>
  [
    place.name1,
    place.name2 ?? null,
    place.contact,
    filled([place.street, place.houseNumber]),
    filled([filled([place.zip, place.city]), place.country], ', '),
  ].filter((line): line is string => line !== null);

const contentOf = (order: OpalOrder): string => {
  const count = order.parcels.reduce((sum, parcel) => sum + parcel.count, 0);
  const weight = order.parcels.reduce((sum, parcel) => sum + parcel.weight, 0);
  const from: Line[] = addressOf(order.sender).map((text, index) => ({ x: 20, y: 350 - index * 11, size: 8, text }));
  const to: Line[] = addressOf(order.receiver).map((text, index) => ({
    x: 20,
    y: 255 - index * 19,
    size: 14,
    text,
    isBold: index === 0,
  }));
  const lines: readonly Line[] = [
    { x: 20, y: 385, size: 18, text: 'OPAL Kurier (Sandbox)', isBold: true },
    { x: 20, y: 363, size: 7, text: 'Absender' },
    ...from,
    { x: 20, y: 275, size: 7, text: 'Empfänger' },
    ...to,
    { x: 20, y: 130, size: 20, text: order.trackingNumber ?? order.orderNumber, isBold: true },
    { x: 20, y: 110, size: 9, text: `Auftrag ${order.orderNumber}` },
    { x: 20, y: 96, size: 9, text: `Referenz ${order.reference}` },
    { x: 20, y: 82, size: 9, text: `${count} Packstück(e), ${Math.round(weight * 1000) / 1000} kg` },
    { x: 20, y: 68, size: 9, text: order.notes ?? '' },
  ];
  return [rule(375), rule(290), rule(155), ...lines.map(drawn)].join('\n');
};

/** The label of an order: a PDF of one page. */
export const labelOf = (order: OpalOrder): Buffer => {
  const content = contentOf(order);
  const font = (name: string): string =>
    `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    font('Helvetica'),
    font('Helvetica-Bold'),
  ]);
};

/** Numbers the objects from 1, and says where each begins; the first is the root. */
const pdfOf = (objects: readonly string[]): Buffer => {
  let text = '%PDF-1.4\n%\u00E2\u00E3\u00CF\u00D3\n';
  const places = objects.map((object, index) => {
    const place = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
};
