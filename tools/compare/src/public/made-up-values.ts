/** A JSON schema, as far as values are made of it. */
export interface ValueSchema {
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  properties?: Record<string, ValueSchema>;
  items?: ValueSchema | ValueSchema[];
  airbyte_type?: string;
}

/** A value of the record with this number. */
export type MadeUpValue = (nth: number) => unknown;

/** The day before yesterday, the same for all that is compared. */
const dayBefore = Math.floor(Date.now() / 60_000) * 60_000 - 36 * 3_600_000;

/** A few hours later for each further record. */
const momentOf = (nth: number): Date => new Date(dayBefore + (nth % 7) * 3_600_000);

/** A moment in a strftime format. */
export const timeIn = (format: string, moment: Date = momentOf(0)): unknown => {
  const iso = moment.toISOString();
  const seconds = Math.floor(moment.getTime() / 1000);
  if (format === '%s') return seconds;
  if (format === '%ms') return moment.getTime();
  if (format === '%s_as_float') return seconds + 0.5;
  const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
  const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
  const parts: Record<string, string> = {
    ...{ Y: iso.slice(0, 4), y: iso.slice(2, 4), m: iso.slice(5, 7), d: iso.slice(8, 10), e: iso.slice(8, 10) },
    ...{ H: iso.slice(11, 13), M: iso.slice(14, 16), S: iso.slice(17, 19), f: '000000', z: '+0000', Z: 'UTC', s: String(seconds) },
    ...{ F: iso.slice(0, 10), T: iso.slice(11, 19), I: '11', p: 'AM', B: months[moment.getUTCMonth()]!, A: days[moment.getUTCDay()]! },
    ...{ b: months[moment.getUTCMonth()]!.slice(0, 3), a: days[moment.getUTCDay()]!.slice(0, 3) },
  };
  return format
    .replaceAll('%ms', String(moment.getTime()))
    .replaceAll('%epoch_microseconds', String(moment.getTime() * 1000))
    .replaceAll('%_ms', '000')
    .replace(/%(.)/g, (_all, letter: string) => parts[letter] ?? '');
};

/** A time that moves on from record to record. */
export const movingTime =
  (format: string): MadeUpValue =>
  (nth) =>
    timeIn(format, momentOf(nth));

/** An id that no two records share. */
export const ownId =
  (type: 'string' | 'integer'): MadeUpValue =>
  (nth) =>
    type === 'string' ? String(nth + 7) : nth + 7;

const deepest = 5;

/** What a schema says a value may be. */
export const valueOf = (schema: ValueSchema | null, depth = 0): MadeUpValue => {
  if (schema === null) return () => 'text';
  const type = [schema.type].flat().find((each) => each !== 'null') ?? (schema.properties ? 'object' : undefined);
  if (schema.enum) return () => schema.enum![0];
  if (type === 'object') return objectOf(schema.properties ?? {}, depth);
  if (type === 'array') return listOf([schema.items].flat()[0] ?? {}, depth);
  if (type === 'boolean') return (nth) => nth % 2 === 0;
  if (type === 'integer') return (nth) => nth + 1;
  if (type === 'number') return (nth) => nth + 1.5;
  if (schema.format === 'date') return movingTime('%Y-%m-%d');
  if (schema.format === 'date-time') return movingTime('%Y-%m-%dT%H:%M:%SZ');
  return () => 'text';
};

const objectOf = (properties: Record<string, ValueSchema>, depth: number): MadeUpValue => {
  const parts = depth > deepest ? [] : Object.entries(properties).map(([name, each]) => [name, valueOf(each, depth + 1)] as const);
  return (nth) => Object.fromEntries(parts.map(([name, each]) => [name, each(nth)]));
};

const listOf = (items: ValueSchema, depth: number): MadeUpValue => {
  const item = valueOf(items, depth + 1);
  return (nth) => (depth > deepest ? [] : [item(nth)]);
};
