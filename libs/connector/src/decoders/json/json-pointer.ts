/** One step of a JSON pointer. */
export const step = (key: string | number): string => `/${typeof key === 'number' ? key : key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
