import type { Command } from 'commander';
import { commandText } from './command-text';
import { paint } from './paint';

/** Shows examples before everything else in the help of a command; each is a command without `twl`, and what it does. */
export const withExamples = (command: Command, examples: readonly (readonly [command: string, does: string])[]): Command =>
  command.addHelpText('before', () => `${exampleLines(examples).join('\n')}\n`);

const exampleLines = (examples: readonly (readonly [string, string])[]): string[] => {
  const shown = examples.map(([command, does]) => [commandText(command), does] as const);
  return ['Examples:', ...shown.flatMap(([command, does]) => [`  ${paint.cyan(command)}`, `      ${does}`])];
};
