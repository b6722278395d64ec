import type { IncomingMessage } from 'node:http';

/** Odoo's own limit; nothing here needs more. */
const maxBytes = 128 * 1024 * 1024;

/** The whole body, or `null` when it is larger than any simulated system takes. */
export const readBody = async (request: IncomingMessage): Promise<Buffer | null> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
};
