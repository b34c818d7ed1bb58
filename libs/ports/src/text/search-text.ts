const isAscii = (text: string): boolean => !/[^\0-\x7f]/.test(text);

/**
 * Text as it is searched: one normal form of Unicode (NFC) and without case, so that composed and decomposed letters are equal, as are
 * ß and SS, final and other sigmas, and i with and without its dot.
 */
export const searchText = (text: string): string => {
  if (isAscii(text)) return text.toLowerCase();
  // By way of upper case, which expands ß and ligatures, and joins letters that have one capital.
  const folded = text.normalize('NFC').toLowerCase().toUpperCase().toLowerCase();
  return folded.replaceAll('ς', 'σ').normalize('NFD').replaceAll('i\u0307', 'i').normalize('NFC');
};

/** Whether a title has a text in it, as {@link searchText} compares them; every title has no text in it. */
export const titleSearch = (wanted: string | undefined): ((title: string) => boolean) => {
  const text = searchText(wanted ?? '');
  return text === '' ? () => true : (title) => searchText(title).includes(text);
};

/** Whether two names are the same text, in whatever normal form of Unicode each is written. */
export const isSameName = (a: string, b: string): boolean => a === b || a.normalize('NFC') === b.normalize('NFC');

/** Of things with names, those that a filter names: exactly, or, where none is, in another normal form of Unicode. */
export const withName = <T>(all: readonly T[], wanted: string | undefined, nameOf: (one: T) => string): T[] => {
  if (wanted === undefined) return [...all];
  const exact = all.filter((one) => nameOf(one) === wanted);
  if (exact.length > 0 || isAscii(wanted)) return exact;
  return all.filter((one) => isSameName(nameOf(one), wanted));
};

/** Of streams, those that a filter by source and stream lets through; see {@link withName}. */
export const namedStreams = <T extends { source: string; stream: string }>(
  all: readonly T[],
  { source, stream }: { source?: string | undefined; stream?: string | undefined },
): T[] =>
  withName(
    withName(all, source, (one) => one.source),
    stream,
    (one) => one.stream,
  );
