/** An ISO time as a `datetime-local` field wants it; empty where there is none. */
export const toFieldTime = (iso: string | undefined, zone: 'local' | 'utc'): string => {
  const time = iso === undefined ? NaN : Date.parse(iso);
  if (Number.isNaN(time)) return '';
  const offset = zone === 'utc' ? 0 : new Date(time).getTimezoneOffset() * 60_000;
  return new Date(time - offset).toISOString().slice(0, 16);
};

/** The value of a `datetime-local` field as an ISO time; undefined when it is empty or unfinished. */
export const fromFieldTime = (value: string, zone: 'local' | 'utc'): string | undefined => {
  const time = Date.parse(zone === 'utc' ? `${value}Z` : value);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
};
