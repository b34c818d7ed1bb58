const isAscii = (text: string): boolean => !/[^\0-\x7f]/.test(text);

/**
 * Normalizes text for a search: to NFC and without case, so that composed and decomposed letters are equal, and so are ß and SS, final and
 * other sigmas, and i with and without its dot.
 */
export const searchText = (text: string): string => {
  if (isAscii(text)) return text.toLowerCase();
  // Upper case expands ß and ligatures, and joins letters that have one capital.
  const folded = text.normalize('NFC').toLowerCase().toUpperCase().toLowerCase();
  return folded.replaceAll('ς', 'σ').normalize('NFD').replaceAll('i\u0307', 'i').normalize('NFC');
};

/** Makes a test whether a title contains a text, compared by {@link searchText}; every title contains the empty text. */
export const titleSearch = (wanted: string | undefined): ((title: string) => boolean) => {
  const text = searchText(wanted ?? '');
  return text === '' ? () => true : (title) => searchText(title).includes(text);
};

/** Whether two names are the same text, in any normal form of Unicode. */
export const isSameName = (a: string, b: string): boolean => a === b || a.normalize('NFC') === b.normalize('NFC');

/** Returns the elements with a name: exact matches, or, if there are none, those in another normal form of Unicode. */
export const withName = <T>(all: readonly T[], wanted: string | undefined, nameOf: (one: T) => string): T[] => {
  if (wanted === undefined) return [...all];
  const exact = all.filter((one) => nameOf(one) === wanted);
  if (exact.length > 0 || isAscii(wanted)) return exact;
  return all.filter((one) => isSameName(nameOf(one), wanted));
};

/** Returns the streams that pass a filter by source and stream; see {@link withName}. */
export const namedStreams = <T extends { source: string; stream: string }>(
  all: readonly T[],
  { source, stream }: { source?: string | undefined; stream?: string | undefined },
): T[] =>
  withName(
    withName(all, source, (one) => one.source),
    stream,
    (one) => one.stream,
  );
