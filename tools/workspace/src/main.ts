import ts from 'typescript';
import {
  brokenImportRules,
  crowdedFolders,
  exportedTypes,
  filesByName,
  parseFiles,
  portsOf,
  sourceFiles,
  visitNodes,
} from './product-code';

/** Prints how easy it is to find one's way in the code, as figures: `npm run figures`. */
const root = process.cwd();
const files = sourceFiles(root, ['libs', 'apps', 'tools']);
const sources = parseFiles(root, files);

const nodesOf = (source: ts.SourceFile): ts.Node[] => {
  const nodes: ts.Node[] = [];
  visitNodes(source, (node) => void nodes.push(node));
  return nodes;
};

const isFunction = (node: ts.Node | undefined): boolean =>
  node !== undefined && (ts.isArrowFunction(node) || ts.isFunctionExpression(node));

const functionsOf = (source: ts.SourceFile): string[] =>
  nodesOf(source).flatMap((node) => {
    if (ts.isFunctionDeclaration(node) && node.name) return [node.name.text];
    return ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && isFunction(node.initializer) ? [node.name.text] : [];
  });

const product = sources.filter(({ fileName }) => !fileName.startsWith('tools/'));
const [largest] = portsOf(sources).sort((a, b) => b.methods - a.methods);
const lines = new Map<string, number>();
for (const { fileName, text } of sources) {
  const project = fileName.split('/').slice(0, 2).join('/');
  lines.set(project, (lines.get(project) ?? 0) + text.split('\n').length);
}

const inFiles = (names: Map<string, Set<string>>, least: number): string[] =>
  [...names].filter(([, where]) => where.size >= least).map(([name, where]) => `${name} ${where.size}`);

const print = (what: string, found: readonly string[]): void =>
  console.log(`${what.padEnd(36)}${found.length}${found.length > 0 ? `: ${[...found].sort().join(', ')}` : ''}`);

print('exported types in 2 or more files', inFiles(filesByName(sources, exportedTypes), 2));
print('functions in 5 or more files', inFiles(filesByName(sources, functionsOf), 5));
print('circles of folders', brokenImportRules(root).broken);
print('folders of more than 15 files', crowdedFolders(files));
console.log(
  `${'non-null assertions, libs and apps'.padEnd(36)}${product.flatMap(nodesOf).filter((node) => ts.isNonNullExpression(node)).length}`,
);
console.log(`${'largest port'.padEnd(36)}${largest?.name}, ${largest?.methods} methods`);
console.log(`${'lines'.padEnd(36)}${[...lines].map(([project, count]) => `${project} ${count}`).join(', ')}`);
