/** Prints a message on standard error; standard output is for results. */
export const printMessage = (text: string): void => void process.stderr.write(`${text}\n`);

/** Describes a wait for a source. */
export const waitText = (ms: number, reason: string): string => `waiting ${Math.max(0, ms)} ms: ${reason}`;
