import { base64Letter, letterOf, type Letter } from './letter';

/** A text to be found in any of its spellings. */
export interface Needle {
  letters: readonly Letter[];
  /** Of digits alone: it counts only where it is the whole number. */
  isNumber: boolean;
}

/** What to look for so that no spelling of a value stays: the value, what it is when decoded, and both inside base64. */
export const needlesOf = (value: string): Needle[] => {
  const texts = new Set([value, decoded(value)]);
  return [...texts].flatMap((text) => [
    { letters: Array.from(text, letterOf), isNumber: /^\d+$/.test(text) },
    ...base64Of(text).map((each) => ({ letters: Array.from(each, base64Letter), isNumber: false })),
  ]);
};

/** A secret may be kept as it is to stand in an address. */
const decoded = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};

/** What is certain of a text inside longer base64, at each of the three places it can have there, in both alphabets. */
const base64Of = (text: string): string[] => {
  const bytes = Buffer.from(text);
  const certain = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift === 0 ? 0 : shift + 1, Math.floor(((shift + bytes.length) * 8) / 6)),
  );
  const both = certain.flatMap((each) => [each, each.replaceAll('+', '-').replaceAll('/', '_')]);
  return [...new Set(both)].filter((each) => each.length >= 6);
};

/** The first bytes of every spelling, each as one number. */
export const headsOf = ({ letters }: Needle, length: number): Set<number> => {
  const heads = new Set<number>();
  const begin = (index: number, before: Uint8Array): void => {
    for (const writing of letters[index] ?? []) {
      const head = Buffer.concat([before, writing]);
      if (head.length >= length) heads.add(head.readUIntBE(0, length));
      else begin(index + 1, head);
    }
  };
  begin(0, new Uint8Array());
  return heads;
};

/** What a needle is at a place: where its longest spelling ends, and whether more bytes could make it one, or a longer one. */
export interface Match {
  end: number | undefined;
  isOpen: boolean;
  /** How many characters fit before the bytes ran out. */
  fits: number;
}

/** Compares every spelling at once, for where one character ends can be doubtful: `%25` is a percent sign, or its beginning. */
export const matchAt = (bytes: Uint8Array, at: number, { letters }: Needle): Match => {
  let [places, isOpen, fits] = [[at], false, 0];
  for (const [index, letter] of letters.entries()) {
    const next: number[] = [];
    for (const place of places)
      for (const writing of letter) {
        const agreed = agreeing(bytes, place, writing);
        const end = place + writing.length;
        if (agreed < writing.length) {
          if (place + agreed === bytes.length) [isOpen, fits] = [true, index];
        } else if (!next.includes(end)) next.push(end);
      }
    if (next.length === 0) return { end: undefined, isOpen, fits };
    places = next;
  }
  return { end: Math.max(...places), isOpen, fits };
};

const agreeing = (bytes: Uint8Array, place: number, writing: Uint8Array): number => {
  let count = 0;
  while (count < writing.length && bytes[place + count] === writing[count]) count++;
  return count;
};
