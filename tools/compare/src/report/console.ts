import type { Result } from '../compare-manifest';

const most = 12;

/** One comparison as text: a line, and what differs below it. */
export const resultText = ({ name, python, differences }: Result): string => {
  const head = `${differences.length > 0 ? 'DIFFERENT' : 'same     '} ${name}: ${python.requests.length} requests, ${python.records.length} records`;
  const below = differences.flatMap(({ what, python: theirs, ours }) => {
    const from = theirs.findIndex((line, at) => line !== ours[at]);
    return [`    ${what}, from number ${from < 0 ? theirs.length : from} on`, ...side('python', theirs, from), ...side('ours', ours, from)];
  });
  return [head, ...below].join('\n');
};

const side = (who: string, lines: readonly string[], from: number): string[] => [
  `      ${who}: ${lines.length}`,
  ...lines.slice(Math.max(from, 0), Math.max(from, 0) + most).map((line) => `        ${line.slice(0, 400)}`),
];
