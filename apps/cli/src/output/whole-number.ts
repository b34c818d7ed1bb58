import { UsageError } from './report-failure';

/** The whole number that an option was given, from 1 to `most`. @throws UsageError */
export const wholeNumber = (option: string, text: string, most = Number.MAX_SAFE_INTEGER): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  const bounds = most === Number.MAX_SAFE_INTEGER ? 'above 0' : `from 1 to ${most}`;
  throw new UsageError(`${option} must be a whole number ${bounds}, not ${JSON.stringify(text)}`);
};
