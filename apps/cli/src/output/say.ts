/** Tells a person what happens, on standard error: standard output is for results. */
export const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** A wait for a source, in words. */
export const waitText = (ms: number, reason: string): string => `waiting ${Math.max(0, ms)} ms: ${reason}`;
