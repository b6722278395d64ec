import assert from 'node:assert/strict';
import { splitStreet } from '../../../src/domain/delivery/street.ts';

describe('the house number of a street', () => {
  const split: readonly (readonly [line: string, street: string, houseNumber: string])[] = [
    ['Musterstr. 12a', 'Musterstr.', '12a'],
    ['Musterstr. 12 a', 'Musterstr.', '12 a'],
    ['Ahornweg 12 B', 'Ahornweg', '12 B'],
    ['Musterstr.12', 'Musterstr.', '12'],
    ['Musterstraße12', 'Musterstraße', '12'],
    ['Hauptstr. Nr. 7', 'Hauptstr.', '7'],
    ['Straße 12 Nr. 5', 'Straße 12', '5'],
    ['  Haupt  str. 5 ,', 'Haupt str.', '5'],
    ['Am Markt 3-5', 'Am Markt', '3-5'],
    ['Am Markt 3 – 5', 'Am Markt', '3 – 5'],
    ['Hauptstr. 12 a-c', 'Hauptstr.', '12 a-c'],
    ['Hauptstraße 2a/b', 'Hauptstraße', '2a/b'],
    ['Hauptstr. 5+7', 'Hauptstr.', '5+7'],
    ['Hauptstr. 12 1/2', 'Hauptstr.', '12 1/2'],
    ['Hauptstr. 12½', 'Hauptstr.', '12½'],
    ['Kärntner Straße 12/2/15', 'Kärntner Straße', '12/2/15'],
    ['Straße des 17. Juni 135', 'Straße des 17. Juni', '135'],
    ['Am 1. Mai 7', 'Am 1. Mai', '7'],
    ['Straße 101', 'Straße', '101'],
    ['Q7, 24', 'Q7', '24'],
    ['Q 7, 24', 'Q 7', '24'],
    ['C 4, 12-13', 'C 4', '12-13'],
    ['Hauptstraße 5 c/o Müller', 'Hauptstraße', '5 c/o Müller'],
    ['Hauptstraße 5 bei Müller', 'Hauptstraße', '5 bei Müller'],
    ['Hauptstraße 5, 3. OG', 'Hauptstraße', '5, 3. OG'],
    ['Hauptstraße 5 (Hinterhaus)', 'Hauptstraße', '5 (Hinterhaus)'],
    ['Am Hof 5', 'Am Hof', '5'],
    ['12 Rue de Lyon', 'Rue de Lyon', '12'],
    ['12, rue de Lyon', 'rue de Lyon', '12'],
    ['12 bis, rue de Lyon', 'rue de Lyon', '12 bis'],
    ['12 Rue du 8 Mai 1945', 'Rue du 8 Mai 1945', '12'],
    ['Avenue Louise 149', 'Avenue Louise', '149'],
    ['221B Baker Street', 'Baker Street', '221B'],
    ['10-12 High Street', 'High Street', '10-12'],
    ['12 High Street, Apt 3', 'High Street, Apt 3', '12'],
    ['5th Avenue 12', '5th Avenue', '12'],
    ['ul. 3 Maja 5', 'ul. 3 Maja', '5'],
    ['ul. Marszałkowska 12/34', 'ul. Marszałkowska', '12/34'],
    ['Via Roma 12', 'Via Roma', '12'],
    ['Calle Mayor, 5, 3º B', 'Calle Mayor', '5, 3º B'],
    ['Prinsengracht 263-B', 'Prinsengracht', '263-B'],
    ['Strada 1 Decembrie 1918 nr. 4', 'Strada 1 Decembrie 1918', '4'],
    ['Musterstraße 5', 'Musterstraße', '5'],
  ];
  for (const [line, street, houseNumber] of split) {
    it(`is told apart in "${line}"`, () => assert.deepEqual(splitStreet(line), { street, houseNumber }));
  }

  const whole = [
    ...['Hauptstraße', 'Straße des 17. Juni', '3. Querstraße', '5th Avenue', 'Q7', 'Q 7', 'ul. 3 Maja', '17', ''],
    ...['Postfach 1234', 'Packstation 123', 'PO Box 12', 'P.O. Box 12', 'Flat 3', 'Nr. 7'],
    ...['3 Maja 5', 'Flat 3, 12 High Street', '350 5th Ave Apt 12', 'Hauptstr. 1-3/2. Stock', 'Hauptstr. 12 ABC'],
    `Hauptstraße 5, ${'behind the house, '.repeat(3)}left`,
  ];
  for (const line of whole) {
    it(`is left in "${line}", where there is none or it cannot be told`, () =>
      assert.deepEqual(splitStreet(line), { street: line, houseNumber: null }));
  }

  const wordsOf = (text: string): readonly string[] =>
    (text.toLowerCase().match(/[\p{L}\p{N}º½]+/gu) ?? []).filter((word) => word !== 'nr').sort();

  it('is never lost, nor anything else that the line says', () => {
    for (const line of [...split.map(([first]) => first), ...whole]) {
      const { street, houseNumber } = splitStreet(line);
      const glued = line.replace(/(\p{L}{3})(\d)/gu, '$1 $2');
      assert.deepEqual(wordsOf(`${street} ${houseNumber ?? ''}`), wordsOf(glued), line);
    }
  });

  it('is looked for in no time, whatever the line is', () => {
    const startedAt = performance.now();
    for (const part of ['1 ', 'a', '12-', 'x 1 a/1 a/', ', ', '1a1 bis']) splitStreet(part.repeat(5_000));
    assert.ok(performance.now() - startedAt < 500);
  });
});
