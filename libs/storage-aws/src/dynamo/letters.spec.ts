import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Names that the API itself gives to the points of a series, and to its search. */
const allowed: Record<string, string[]> = { 'steps/lists/analytics.ts': ['t', 'v'], 'stores/dynamo-reader.ts': ['q'] };

const sources = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.ts') && !/\.(spec|aws)\.ts$/.test(path) && !path.startsWith('items'),
);

const literalOf = (node: ts.Node): string | undefined => (ts.isStringLiteralLike(node) ? node.text : undefined);

const textOf = (node: ts.Node): string | undefined => (ts.isIdentifier(node) ? node.text : literalOf(node));

/** Returns the properties that a node reads, writes or declares, and the attributes that an expression names. */
const namesIn = (node: ts.Node): (string | undefined)[] => {
  if (ts.isPropertyAccessExpression(node)) return [node.name.text];
  if (ts.isElementAccessExpression(node)) return [literalOf(node.argumentExpression)];
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword) return [literalOf(node.left)];
  if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) return [textOf(node.propertyName ?? node.name)];
  if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node) || ts.isPropertySignature(node)) return [textOf(node.name)];
  if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
    return [...node.text.matchAll(/#(\w+)/g)].map(([, name]) => name);
  return [];
};

/** Returns the one-letter names in a source, with their lines. */
const lettersIn = (path: string, text: string): string[] => {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const letters = namesIn(node).filter((name) => name?.length === 1 && !allowed[path]?.includes(name));
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    found.push(...letters.map((name) => `${path}:${line}: ${name}`));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
};

describe('one-letter attributes', () => {
  it.each([
    ['a property', 'item.v'],
    ['an element', "item['v']"],
    ['an element that is looked for', "'v' in item"],
    ['a part', 'const { v: version } = item'],
    ['a part of the same name', 'const { v } = item'],
    ['a member', 'const item = { v: 1 }'],
    ['a member of a type', 'interface Item { v: number }'],
    ['an expression', "const text = '#v = :before'"],
    ['an expression that is put together', 'const text = `SET ${one}, #v = :v, ${two}`'],
  ])('are found as %s', (_, code) => {
    expect(lettersIn('code.ts', code)).toEqual(['code.ts:1: v']);
  });

  it('are known only to the codecs of items', () => {
    expect(sources.length).toBeGreaterThan(30);
    expect(sources.flatMap((path) => lettersIn(path, readFileSync(join(__dirname, path), 'utf8')))).toEqual([]);
  });
});
