import { createColors } from 'picocolors';

const colors = (stream: NodeJS.WriteStream) =>
  createColors(stream.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb');

/** Colors for standard output; none if it is not a terminal or NO_COLOR is set (https://no-color.org). */
export const paint = colors(process.stdout);

/** Colors for standard error. */
export const paintError = colors(process.stderr);
