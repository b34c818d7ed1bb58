import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { exportedTypes, filesByName, parseFiles, sourceFiles, visitNodes } from './product-code';

const root = join(__dirname, '../../..');

/** The rows of the glossary: a word, and the words that no identifier may have for it. */
const rows = readFileSync(join(root, 'docs/glossary.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|') && !/^\| (-|word )/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, word = '', , not = '']) => ({ word, not: not.split(', ').filter(Boolean) }));

const sources = parseFiles(root, sourceFiles(root, ['libs', 'apps']));

/** `RunScheduler` is run, scheduler. */
const wordsOf = (identifier: string): string[] =>
  (identifier.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? []).map((word) => word.toLowerCase());

/** The identifiers of a file that have one of these words in them. */
const identifiersWith = (words: ReadonlySet<string>, source: ts.SourceFile): string[] => {
  const found = new Set<string>();
  visitNodes(source, (node) => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) if (wordsOf(node.text).some((word) => words.has(word))) found.add(node.text);
  });
  return [...found].map((identifier) => `${source.fileName}: ${identifier}`);
};

describe('the glossary', () => {
  it('has at most 40 words, each once', () => {
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.length).toBeLessThanOrEqual(40);
    expect(new Set(rows.map(({ word }) => word)).size).toBe(rows.length);
  });

  it('is what identifiers of libraries and apps follow', () => {
    const banned = new Set(rows.flatMap(({ not }) => not));
    expect(banned.size).toBeGreaterThan(5);
    expect(sources.flatMap((source) => identifiersWith(banned, source))).toEqual([]);
  });
});

describe('exported types', () => {
  it('have a name that no other file of a library or an app gives to another', () => {
    const files = filesByName(sources, exportedTypes);
    expect(files.size).toBeGreaterThan(500);
    expect([...files].filter(([, where]) => where.size > 1)).toEqual([]);
  });
});
