import { UsageError } from './report-failure';

/** Parses the value of an option: a whole number from 1 to `max`. @throws UsageError */
export const parseWholeNumber = (option: string, text: string, max = Number.MAX_SAFE_INTEGER): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  const range = max === Number.MAX_SAFE_INTEGER ? 'greater than 0' : `from 1 to ${max}`;
  throw new UsageError(`${option} must be a whole number ${range}, not ${JSON.stringify(text)}`);
};
