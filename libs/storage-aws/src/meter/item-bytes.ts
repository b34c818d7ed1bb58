/** Returns the length of a value as DynamoDB counts it, in bytes, for both the plain and the attribute value form. */
const valueBytes = (value: unknown): number => {
  if (value === null || typeof value === 'boolean' || value === undefined) return 1;
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number' || typeof value === 'bigint') return Math.ceil(String(value).length / 2) + 1;
  if (value instanceof Uint8Array) return value.byteLength;
  if (value instanceof Set) return [...value].reduce<number>((sum, part) => sum + valueBytes(part), 0);
  if (Array.isArray(value)) return 3 + value.reduce<number>((sum, part) => sum + valueBytes(part) + 1, 0);
  return mapBytes(value as Record<string, unknown>);
};

const attributeTypes = ['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS'];

const mapBytes = (value: Record<string, unknown>): number => {
  const [type, ...more] = Object.keys(value);
  if (type === undefined || more.length > 0 || !attributeTypes.includes(type)) return 3 + itemBytes(value) + Object.keys(value).length;
  if (type === 'N') return valueBytes(Number(value['N']));
  return type === 'M' ? 3 + itemBytes(value['M'] as Record<string, unknown>) : valueBytes(value[type]);
};

/** Returns the length of an item: its names and its values. */
export const itemBytes = (item: Record<string, unknown>): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);
