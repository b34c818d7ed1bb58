/** Whether two responses are equal, so that an unchanged poll redraws nothing. */
export const sameJson = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);
