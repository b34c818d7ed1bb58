import type { Json } from '@twl/contracts';

const names = ['error', 'errors', 'error_message', 'errorMessage', 'error_description', 'errorCode', 'error_code', 'fault', 'exception'];

/** The key under which a document that lacks its records tells of an error; undefined when it tells of none. */
export const errorKey = (document: Json): string | undefined => {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return undefined;
  return names.find((name) => {
    const value = Object.hasOwn(document, name) ? document[name] : undefined;
    if (value === undefined || value === null || value === false || value === '' || value === 0) return false;
    return typeof value !== 'object' || Object.keys(value).length > 0;
  });
};
