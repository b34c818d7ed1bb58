/** Shows how far long work is, in a line at a terminal that is written over; an empty text takes it away. Elsewhere nothing. */
export const progressLine = (): ((text: string) => void) => {
  if (!process.stderr.isTTY) return () => undefined;
  return (text) => void process.stderr.write(`\r\u001b[2K${text.slice(0, (process.stderr.columns || 80) - 1)}`);
};
