/**
 * What something that was thrown says. Anything can be thrown: of an object without a message the names of its fields are told, and not their
 * values, which may be secret.
 */
export const errorText = (thrown: unknown): string => {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown);
  const message: unknown = 'message' in thrown ? thrown.message : undefined;
  if (typeof message === 'string' && message !== '') return message;
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return thrown.errors.map(errorText).join('; ');
  if (thrown instanceof Error) return thrown.name;
  if (Array.isArray(thrown)) return 'a list was thrown';
  const names = Object.keys(thrown);
  return names.length === 0 ? 'an object was thrown' : `an object with ${names.slice(0, 10).join(', ')} was thrown`;
};

/** The code of an error of Node; empty when it has none. */
export const errorCode = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
