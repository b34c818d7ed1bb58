import { namedStreams, searchText, titleSearch } from './search-text';

describe('text that is searched', () => {
  it.each([
    ['composed', 'Café Ångström', 'decomposed', 'Cafe\u0301 A\u030angstro\u0308m'],
    ['in small letters', 'straße', 'in capitals', 'STRASSE'],
    ['with the capital ß', 'STRAẞE', 'with ss', 'strasse'],
    ['with a dot', 'İstanbul', 'without', 'istanbul'],
    ['with a decomposed dot', 'I\u0307stanbul', 'in capitals', 'ISTANBUL'],
    ['with a dotless i', 'ılık', 'with a dot', 'ILIK'],
    ['with a final sigma', 'ΟΔΥΣΣΕΥΣ', 'in small letters', 'οδυσσευς'],
    ['with a ligature', 'ﬁnal', 'without', 'FINAL'],
    ['in jamo', '\u1112\u1161\u11ab', 'in a syllable', '한'],
    ['with marks in one order', 'q\u0307\u0323', 'in the other', 'Q\u0323\u0307'],
    ['with a tonos', 'ΐ', 'decomposed', 'Ι\u0308\u0301'],
    ['in ASCII', 'Title', 'in capitals', 'TITLE'],
  ])('is the same %s (%s) and %s (%s)', (_one, a, _other, b) => {
    expect(searchText(a)).toBe(searchText(b));
    expect(titleSearch(a)(`x ${b} y`)).toBe(true);
    expect(titleSearch(b)(`x ${a} y`)).toBe(true);
  });

  it('keeps letters apart that are not the same', () => {
    expect(titleSearch('resume')('résumé')).toBe(false);
    expect(titleSearch('ö')('o')).toBe(false);
    expect(searchText('\ud800')).toBe('\ud800');
  });
});

describe('streams by their names', () => {
  const stream = (name: string) => ({ source: 'shop', stream: name });

  it('are those of the very name, else of the same text in another normal form', () => {
    const both = [stream('caf\u00e9'), stream('cafe\u0301'), stream('cafe')];
    expect(namedStreams(both, { stream: 'cafe\u0301' })).toEqual([both[1]]);
    expect(namedStreams([both[0]!, both[2]!], { stream: 'cafe\u0301' })).toEqual([both[0]]);
    expect(namedStreams(both, { source: 'shop' })).toHaveLength(3);
    expect(namedStreams(both, { source: 'other' })).toEqual([]);
  });
});
