import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '../../..');

/** The rows of the glossary: a word, and the words that no identifier may have for it. */
const rows = readFileSync(join(root, 'docs/glossary.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|') && !/^\| (-|word )/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, word = '', , not = '']) => ({ word, not: not.split(', ').filter(Boolean) }));

const productFiles = execFileSync('git', ['ls-files', 'libs', 'apps'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => /\.ts$/.test(file) && !/\.(spec|aws|factory|d)\.ts$/.test(file));

/** `RunScheduler` is run, scheduler. */
const wordsOf = (identifier: string): string[] =>
  (identifier.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? []).map((word) => word.toLowerCase());

const parsed = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, false);

/** The names of the types that a file exports by declaring them. */
const exportedTypes = (file: string): string[] =>
  parsed(file).statements.flatMap((statement) => {
    if (!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement) && !ts.isClassDeclaration(statement)) return [];
    const isExported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    return isExported && statement.name ? [statement.name.text] : [];
  });

/** The identifiers of a file that have one of these words in them. */
const identifiersWith = (words: ReadonlySet<string>, file: string): string[] => {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) if (wordsOf(node.text).some((word) => words.has(word))) found.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(parsed(file));
  return [...found].map((identifier) => `${file}: ${identifier}`);
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
    expect(productFiles.flatMap((file) => identifiersWith(banned, file))).toEqual([]);
  });
});

describe('exported types', () => {
  it('have a name that no other file of a library or an app gives to another', () => {
    const files = new Map<string, string[]>();
    for (const file of productFiles) for (const name of exportedTypes(file)) files.set(name, [...(files.get(name) ?? []), file]);
    expect(files.size).toBeGreaterThan(500);
    expect([...files].filter(([, where]) => where.length > 1)).toEqual([]);
  });
});
