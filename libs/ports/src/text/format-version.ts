/** Format numbers: of stored data, and of this version of the product. */
export interface FormatVersions {
  found: number;
  current: number;
}

/** Says which version of the product made stored data, and what to do; `keep` says what to do with older data. */
export const describeFormat = ({ found, current }: FormatVersions, keep: string): string => {
  const [maker, todo] = found > current ? ['a newer', 'upgrade the product'] : ['an older', keep];
  return `${maker} version of the product made it (its format is ${found}, that of this version ${current}): ${todo}`;
};
