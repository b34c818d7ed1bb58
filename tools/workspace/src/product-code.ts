import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** More source files in one folder than a reader takes in at once. */
const crowdedAt = 16;

/** The TypeScript files of some folders of a checkout, without specs, factories and declarations. */
export const sourceFiles = (root: string, folders: readonly string[]): string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...folders], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((file) => /\.ts$/.test(file) && !/\.(spec|aws|factory|d)\.ts$/.test(file) && existsSync(join(root, file)));

/** The syntax tree of each file; its `fileName` is as given. */
export const parseFiles = (root: string, files: readonly string[]): ts.SourceFile[] =>
  files.map((file) => ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, false));

/** Visits every node of a tree, parents first. */
export const visitNodes = (node: ts.Node, visit: (node: ts.Node) => void): void => {
  visit(node);
  ts.forEachChild(node, (child) => visitNodes(child, visit));
};

/** The names of the types that a file exports by declaring them. */
export const exportedTypes = ({ statements }: ts.SourceFile): string[] =>
  statements.flatMap((statement) => {
    if (!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement) && !ts.isClassDeclaration(statement)) return [];
    const isExported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    return isExported && statement.name ? [statement.name.text] : [];
  });

/** More methods of one port than an engine, or a double, should have to fulfil at once. */
export const largePortAt = 9;

/** The ports, each with how many methods it has: the interfaces and abstract classes of `libs/ports`. */
export const portsOf = (sources: readonly ts.SourceFile[]): { name: string; methods: number }[] =>
  sources
    .filter(({ fileName }) => fileName.startsWith('libs/ports/src/') && !fileName.includes('/testing/'))
    .flatMap(({ statements }) => statements)
    .flatMap((node) => (ts.isInterfaceDeclaration(node) || (ts.isClassDeclaration(node) && isAbstract(node)) ? [node] : []))
    .map((node) => ({ name: node.name?.text ?? '', methods: [...node.members].filter(isMethod).length }));

const isAbstract = ({ modifiers }: ts.ClassDeclaration): boolean =>
  modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AbstractKeyword) === true;

const isMethod = (member: ts.Node): boolean => ts.isMethodSignature(member) || ts.isMethodDeclaration(member);

/** By name, the files that have it. */
export const filesByName = (
  sources: readonly ts.SourceFile[],
  namesOf: (source: ts.SourceFile) => readonly string[],
): Map<string, Set<string>> => {
  const files = new Map<string, Set<string>>();
  for (const source of sources) for (const name of namesOf(source)) files.set(name, (files.get(name) ?? new Set()).add(source.fileName));
  return files;
};

/** The folders that have too many of the files, with their number. */
export const crowdedFolders = (files: readonly string[]): string[] => {
  const counts = new Map<string, number>();
  for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  return [...counts].filter(([, count]) => count >= crowdedAt).map(([folder, count]) => `${folder}: ${count}`);
};

interface Cruise {
  summary: { totalCruised: number; violations: { rule: { name: string }; from: string; to: string }[] };
}

/** What breaks a rule of `.dependency-cruiser.mjs`, and how many modules were looked at. */
export const brokenImportRules = (root: string): { modules: number; broken: string[] } => {
  const command = join(root, 'node_modules/.bin/depcruise');
  const args = ['libs', 'apps', 'tools', '--config', '.dependency-cruiser.mjs', '--output-type', 'json'];
  const { summary } = JSON.parse(execFileSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 512 * 1024 * 1024 })) as Cruise;
  return { modules: summary.totalCruised, broken: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`) };
};
