// TypeScript does not know it yet; Node 22 and newer have it.
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

/** A replacer for `JSON.stringify` that writes a bigint with its digits, as a number. */
export function exactNumbers(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? rawJSON(value.toString()) : value;
}

/** JSON text in which no integer loses a digit; with `indent`, over several lines. */
export function toJsonText(value: unknown, indent?: number): string {
  try {
    return JSON.stringify(value, undefined, indent);
  } catch {
    // A function for each value takes several times as long, and few values have a bigint.
    return JSON.stringify(value, exactNumbers, indent);
  }
}
