import { toJsonText } from '@twl/json';

/** Prints one JSON value on standard output; integers of any size keep their digits. */
export const printJson = (value: unknown): void => {
  process.stdout.write(`${toJsonText(value, 2)}\n`);
};
