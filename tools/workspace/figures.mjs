// node tools/workspace/figures.mjs [FOLDER]: how easy the code is to find one's way in, as figures. Product code alone: no specs, no factories.
// Circles of folders are counted by `npx depcruise libs apps tools`.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(process.argv[2] ?? '.');
const files = execFileSync('git', ['ls-files', 'libs', 'apps', 'tools'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => /\.ts$/.test(file) && !/\.(spec|aws|factory|d)\.ts$/.test(file) && existsSync(join(root, file)));

/** Name to the files that define it. */
const types = new Map();
const functions = new Map();
const ports = [];
let assertions = 0;
const lines = new Map();

const add = (map, name, file) => map.set(name, (map.get(name) ?? new Set()).add(file));
const isExported = (node) => node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
/** A method that whoever fulfils a port must have. */
const isRequired = (member) =>
  ts.isMethodSignature(member) ||
  (ts.isMethodDeclaration(member) && member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AbstractKeyword));
const isFunction = (node) => node && (ts.isArrowFunction(node) || ts.isFunctionExpression(node));

const visit = (node, file) => {
  const isType = ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isClassDeclaration(node);
  if (isType && node.name && isExported(node)) add(types, node.name.text, file);
  if (ts.isFunctionDeclaration(node) && node.name) add(functions, node.name.text, file);
  if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && isFunction(node.initializer)) add(functions, node.name.text, file);
  if (isType && node.members && file.startsWith('libs/ports/src/') && !file.includes('/testing/'))
    ports.push([node.members.filter(isRequired).length, node.name.text]);
  if (ts.isNonNullExpression(node) && !file.startsWith('tools/')) assertions++;
  ts.forEachChild(node, (child) => visit(child, file));
};
for (const file of files) {
  const text = readFileSync(join(root, file), 'utf8');
  const project = file.split('/').slice(0, 2).join('/');
  lines.set(project, (lines.get(project) ?? 0) + text.split('\n').length);
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true), file);
}

const inFiles = (map, count) => [...map].filter(([, where]) => where.size >= count).map(([name, where]) => `${name} ${where.size}`);
const folders = new Map();
for (const file of files) folders.set(dirname(file), (folders.get(dirname(file)) ?? 0) + 1);
const crowded = [...folders].filter(([, count]) => count > 15).map(([folder, count]) => `${folder} ${count}`);
const [most = []] = ports.sort(([a], [b]) => b - a);
const list = (names) => (names.length > 0 ? `: ${names.sort().join(', ')}` : '');

console.log(`exported types in 2 or more files ${inFiles(types, 2).length}${list(inFiles(types, 2))}`);
console.log(`functions in 5 or more files      ${inFiles(functions, 5).length}${list(inFiles(functions, 5))}`);
console.log(`folders of more than 15 files     ${crowded.length}${list(crowded)}`);
console.log(`non-null assertions, libs and apps ${assertions}`);
console.log(`largest port                      ${most[1]}, ${most[0]} methods`);
console.log(`lines                             ${[...lines].map(([project, count]) => `${project} ${count}`).join(', ')}`);
