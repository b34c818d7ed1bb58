import { limits, tooLargeError } from '../../payload/bytes';

/** Cuts chunks of text into lines; `\n`, `\r\n` and `\r` end one. @throws UnreadablePageError TOO_LARGE for a line beyond all reason */
export async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string, void> {
  let rest = '';
  for await (const chunk of chunks) {
    const text = rest + chunk;
    const held = text.endsWith('\r') ? text.slice(0, -1) : text;
    const lines = held.split(/\r\n|\n|\r/);
    rest = (lines.pop() ?? '') + text.slice(held.length);
    if (rest.length > limits.item) throw tooLargeError(`one line has more than ${limits.item} characters`);
    yield* lines;
  }
  const last = rest.replace(/\r$/, '');
  if (last !== '') yield last;
}

/** Cuts chunks of bytes into lines at each `\n`; empty ones are left out. @throws UnreadablePageError TOO_LARGE for a line beyond all reason */
export async function* byteLinesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    let from = 0;
    for (;;) {
      while (bytes[from] === 0x0a) from++;
      const end = bytes.indexOf(0x0a, from);
      if (end < 0) break;
      yield bytes.subarray(from, end);
      from = end + 1;
    }
    rest = bytes.subarray(from);
    if (rest.length > limits.item) throw tooLargeError(`one line has more than ${limits.item} bytes`);
  }
  if (rest.length > 0) yield rest;
}
