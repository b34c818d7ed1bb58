/** Returns a function that shows progress in one line of the terminal; an empty text clears the line. Does nothing without a terminal. */
export const progressLine = (): ((text: string) => void) => {
  if (!process.stderr.isTTY) return () => undefined;
  return (text) => void process.stderr.write(`\r\u001b[2K${text.slice(0, (process.stderr.columns || 80) - 1)}`);
};
