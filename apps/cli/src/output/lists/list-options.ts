import type { Command } from 'commander';
import { printJson } from '../json';
import { paint } from '../paint';
import { outputWidth, tableLines, type Cell } from './table';

/** Options that every list has. */
export interface ListOptions {
  limit: string;
  json?: boolean;
}

/** Adds `--limit` and `--json` to a command; `shape` describes the JSON. */
export const withListOptions = (command: Command, shape: string, limit = '20'): Command =>
  command.option('--limit <count>', 'maximum number of items', limit).option('--json', `print ${shape}`);

/** What a list prints. */
export interface PrintedList<T> {
  items: readonly T[];
  /** True if there are more items than `--limit` allows. */
  more: boolean;
  /** Names of the columns, and the cells of an item. */
  head: readonly string[];
  row: (item: T) => Cell[];
  /** Printed on standard error in place of an empty table. */
  empty: string;
}

/** Prints a list as a table with a line of names; that more items exist is said on standard error. */
const printTable = <T>({ items, more, head, row, empty }: PrintedList<T>): void => {
  if (items.length === 0) return void process.stderr.write(`${empty}\n`);
  const rows = [head.map((text) => ({ text, paint: paint.dim })), ...items.map(row)];
  for (const line of tableLines(rows, outputWidth())) process.stdout.write(`${line}\n`);
  if (more) process.stderr.write(`more than ${items.length}: see them with --limit\n`);
};

/** Prints a list as JSON, `{ NAME: [...], more }`, or as a table. */
export const printList = <T>(name: string, list: PrintedList<T>, json: boolean | undefined): void =>
  json ? printJson({ [name]: list.items, more: list.more }) : printTable(list);
