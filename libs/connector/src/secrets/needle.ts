import { base64LetterOf, letterOf, type Letter } from './letter';

/** A text to be found in any of its spellings. */
export interface Needle {
  letters: readonly Letter[];
  /** Only digits: it matches only as the whole number. */
  isNumber: boolean;
}

/** Returns what to search for so that no spelling of a value remains: the value, its decoded form, and both inside base64. */
export const needlesOf = (value: string): Needle[] => {
  const texts = new Set([value, decoded(value)]);
  return [...texts].flatMap((text) => [
    { letters: Array.from(text, letterOf), isNumber: /^\d+$/.test(text) },
    ...base64Of(text).map((each) => ({ letters: Array.from(each, base64LetterOf), isNumber: false })),
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

/** Returns the constant part of a text inside longer base64, for each of its three offsets, in both alphabets. */
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
  const matchHead = (index: number, before: Uint8Array): void => {
    for (const writing of letters[index] ?? []) {
      const head = Buffer.concat([before, writing]);
      if (head.length >= length) heads.add(head.readUIntBE(0, length));
      else matchHead(index + 1, head);
    }
  };
  matchHead(0, new Uint8Array());
  return heads;
};

/** A match of a needle: the end of its longest spelling, and whether more bytes could complete or extend it. */
export interface Match {
  end: number | undefined;
  isOpen: boolean;
  /** How many characters fit before the bytes ran out. */
  fits: number;
}

/** Compares every spelling at once, because the end of a character can be unclear: `%25` is a percent sign, or the start of one. */
export const matchAt = (bytes: Uint8Array, at: number, { letters }: Needle): Match => {
  let [positions, isOpen, fits] = [[at], false, 0];
  for (const [index, letter] of letters.entries()) {
    const next: number[] = [];
    for (const position of positions)
      for (const writing of letter) {
        const agreed = countAgreeing(bytes, position, writing);
        const end = position + writing.length;
        if (agreed < writing.length) {
          if (position + agreed === bytes.length) [isOpen, fits] = [true, index];
        } else if (!next.includes(end)) next.push(end);
      }
    if (next.length === 0) return { end: undefined, isOpen, fits };
    positions = next;
  }
  return { end: Math.max(...positions), isOpen, fits };
};

const countAgreeing = (bytes: Uint8Array, position: number, writing: Uint8Array): number => {
  let count = 0;
  while (count < writing.length && bytes[position + count] === writing[count]) count++;
  return count;
};
