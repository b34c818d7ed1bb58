import { readdirSync } from 'node:fs';
import type { Command } from 'commander';

/** Returns what can follow the words of a command line; the last word is the one that is being typed. */
export const candidates = (program: Command, words: readonly string[], sourcesDir: string): string[] => {
  const typed = words.at(-1) ?? '';
  const { command, rest } = descend(program, words.slice(0, -1));
  const all = typed.startsWith('-') ? optionsOf(command) : [...subcommandsOf(command), ...argumentsOf(command, rest, sourcesDir)];
  return [...new Set(all)].filter((one) => one.startsWith(typed)).sort();
};

/** Goes down the commands that the words name. */
const descend = (program: Command, words: readonly string[]): { command: Command; rest: string[] } => {
  let command = program;
  for (const [at, word] of words.entries()) {
    const next = command.commands.find((one) => one.name() === word || one.aliases().includes(word));
    if (!next) return { command, rest: words.slice(at) };
    command = next;
  }
  return { command, rest: [] };
};

const optionsOf = (command: Command): string[] => [...command.options.flatMap(({ long }) => long ?? []), '--help'];

const subcommandsOf = (command: Command): string[] => command.commands.map((one) => one.name());

/** Names of sources, where the argument is one, and for `--source`. */
const argumentsOf = (command: Command, rest: readonly string[], sourcesDir: string): string[] => {
  const [first] = command.registeredArguments;
  const isSource = rest.length === 0 && (first?.name() === 'source' || (first?.name() === 'name' && command.parent?.name() === 'source'));
  return isSource || rest.at(-1) === '--source' ? foldersIn(sourcesDir) : [];
};

const foldersIn = (folder: string): string[] => {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));
  } catch {
    return [];
  }
};
