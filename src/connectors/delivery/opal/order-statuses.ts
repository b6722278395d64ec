import type { CourierStatusClass } from '../../../domain/delivery/delivery.ts';

/** OPAL's words (vendors.md §4), folded as `folded` does. The first of each are those of the contract, the others are their synonyms. */
const words: readonly (readonly [CourierStatusClass, readonly string[]])[] = [
  ['pending', ['beauftragt', 'disponiert', 'neu', 'offen', 'erfasst', 'gebucht', 'angelegt', 'angenommen']],
  ['pending', ['bestaetigt', 'geplant', 'in bearbeitung', 'in abholung', 'auftragsdaten uebermittelt']],
  ['shipped', ['abgeholt', 'aktiv', 'unterwegs', 'in zustellung', 'in transport', 'transport']],
  ['delivered', ['zugestellt', 'ausgeliefert', 'geliefert']],
  ['error', ['fehlanfahrt']],
  ['cancelled', ['storniert', 'storno']],
];

/** `Bestätigt`, `BESTAETIGT`, and the umlaut in two characters are one word. */
const folded = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[\s.!]+|[\s.!]+$/g, '');

const classes = new Map(words.flatMap(([name, list]) => list.map((word) => [word, name] as const)));

/**
 * What a status comes to. Only whole words count: "nicht zugestellt" is not "zugestellt".
 *
 * @param receiver who took the delivery; a trip in vain is told there, beside the status that it was delivered
 */
export const statusClassOf = (status: string | null, receiver: string | null): CourierStatusClass => {
  const found = classes.get(folded(status ?? '')) ?? 'unknown';
  return found === 'delivered' && folded(receiver ?? '') === 'fehlanfahrt' ? 'error' : found;
};
