import { UnreadablePageError } from '@twl/ports';
import type { MissingList } from '../../session/missing-list';

const page = /^\s*<(?:!doctype\s+html|html)\b/i;
const markup = /^\s*<\?xml\b/i;
const json = /^\s*(?:\{\s*(?:"|$)|\[\s*(?:\{|$))/;

/** A page for people, or another format, in the place of a table would be read as rows of it. @throws UnreadablePageError UNPARSABLE */
export const refuseOtherFormat = (first: string): void => {
  const found = page.test(first) ? 'an HTML page' : markup.test(first) ? 'XML' : json.test(first) ? 'JSON' : undefined;
  if (found) throw new UnreadablePageError('UNPARSABLE', `the body is ${found}, not CSV`);
};

/** Words that no column is called: a refusal, a sentence with its full stop, or four words and more. */
const sentence =
  /^(?:unauthori[sz]ed|forbidden|none|no\s.+)$|\b(?:error|denied|invalid|failed|exceeded|expired|not\s+found)\b|\S\s+\S.*[.!?]$|(?:\S+\s+){3}\S/i;
const shown = 100;
const lookedAt = 300;

/** Returns the message of a table without rows whose only line is not a header: `No records found.` */
export const findHeaderMessage = (cells: readonly string[]): MissingList | undefined => {
  const line = (cells[0] ?? '').trim().slice(0, lookedAt);
  if (cells.length !== 1 || !sentence.test(line)) return undefined;
  return {
    path: 'the rows',
    has: `the text is one line, ${JSON.stringify(line.slice(0, shown).toWellFormed())}`,
    instead: 'message',
  };
};
