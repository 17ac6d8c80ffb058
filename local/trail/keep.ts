import type { IncomingMessage } from 'node:http';

/** More than any parameters take; a function's code is larger and its record does without. */
const limit = 1024 * 1024;

/** Keeps a copy of what a message carries while it passes by; gives nothing when it was too much. */
export function keep(message: IncomingMessage): () => Buffer | undefined {
  const chunks: Buffer[] = [];
  let size = 0;
  message.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else chunks.length = 0;
  });
  return () => (size <= limit ? Buffer.concat(chunks) : undefined);
}
