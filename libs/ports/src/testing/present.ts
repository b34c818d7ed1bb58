/** The value that a test counts on. @throws Error where it is missing: the test fails there */
export const present = <T>(value: T | null | undefined): T => {
  if (value === undefined || value === null) throw new Error('a value that the test needs is missing');
  return value;
};
