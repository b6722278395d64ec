/** A JSON value as it stands in the answer; of one that is too large or too deep only its beginning is there. */
export interface CutValue {
  readonly text: string;
  readonly bytes: number;
  readonly fault: 'too-large' | 'too-deep' | null;
}

/** A JSON value that is being cut out of a stream. */
export interface ValueCut {
  /** Takes what follows, up to the end of the value. @returns where the value ended in this piece; null when it goes on in the next */
  take(piece: Uint8Array, from: number): number | null;
  value(): CutValue;
  /** Whether it is a number or a word, which end where something else begins. */
  readonly isWord: boolean;
}

const keptOfFaulty = 4 * 1024;
/** Deeper than any order; far deeper ones overflow the stack of whoever writes them down again. */
const deepest = 64;

const [quote, backslash] = [0x22, 0x5c];
const [listOpens, listCloses, objectOpens, objectCloses] = [0x5b, 0x5d, 0x7b, 0x7d];
const [comma, colon] = [0x2c, 0x3a];

export const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

const endsWord = (byte: number): boolean =>
  byte === comma || byte === listCloses || byte === objectCloses || byte === colon || isBlank(byte);

/** Begins at the first byte of a value: a bracket, a quote, or that of a number or a word. */
export const startCut = (first: number, maxBytes: number): ValueCut => {
  const isWord = first !== quote && first !== listOpens && first !== objectOpens;
  let pieces: Uint8Array[] = [];
  let bytes = 0;
  let fault: CutValue['fault'] = null;
  let isOnlyBeginning = false;
  let depth = 0;
  let isInText = false;
  let isEscaped = false;

  const keep = (piece: Uint8Array): void => {
    bytes += piece.byteLength;
    if (fault === null && bytes > maxBytes) fault = 'too-large';
    if (isOnlyBeginning) return;
    pieces.push(piece);
    if (fault === null) return;
    isOnlyBeginning = true;
    pieces = [Buffer.from(Buffer.concat(pieces).subarray(0, keptOfFaulty))];
  };

  /** Knows no more of JSON than texts and brackets. */
  const endIn = (piece: Uint8Array, from: number): number | null => {
    for (let at = from; at < piece.length; at += 1) {
      const byte = piece[at];
      if (isInText) {
        if (isEscaped) isEscaped = false;
        else if (byte === backslash) isEscaped = true;
        else if (byte === quote) {
          isInText = false;
          if (depth === 0) return at + 1;
        }
      } else if (byte === quote) {
        isInText = true;
      } else if (byte === objectOpens || byte === listOpens) {
        depth += 1;
        if (depth > deepest) fault ??= 'too-deep';
      } else if (byte === objectCloses || byte === listCloses) {
        depth -= 1;
        if (depth === 0) return at + 1;
      }
    }
    return null;
  };

  const wordEndIn = (piece: Uint8Array, from: number): number | null => {
    const length = piece.subarray(from).findIndex(endsWord);
    return length < 0 ? null : from + length;
  };

  return {
    take: (piece, from) => {
      const end = isWord ? wordEndIn(piece, from) : endIn(piece, from);
      keep(piece.subarray(from, end ?? piece.length));
      return end;
    },
    isWord,
    value: () => ({ text: Buffer.concat(pieces).toString('utf8'), bytes, fault }),
  };
};
