/** How a body ended: as the other side meant it, broken off on the way, or refused for its size. */
export type BodyEnd = 'whole' | 'cut' | 'too-large';

export interface BodyRead {
  readonly text: string;
  readonly end: BodyEnd;
  /** Why it broke off, when it did. */
  readonly cause: unknown;
}

/** Reads a body as UTF-8 up to `maxBytes` (after decompression) and keeps what came, however it ends. */
export const readBody = async (response: Response, maxBytes: number): Promise<BodyRead> => {
  if (response.body === null) return { text: '', end: 'whole', cause: undefined };
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  try {
    for (;;) {
      const chunk = await reader.read();
      if (chunk.done) return { text: text + decoder.decode(), end: 'whole', cause: undefined };
      bytes += chunk.value.byteLength;
      if (bytes > maxBytes) {
        await reader.cancel();
        return { text, end: 'too-large', cause: undefined };
      }
      text += decoder.decode(chunk.value, { stream: true });
    }
  } catch (cause) {
    return { text, end: 'cut', cause };
  }
};
