export interface MissingList {
  /** Where the items should be: `data.items`. */
  path: string;
  /** What the response has there, in words; empty where that cannot be told. */
  has: string;
  /** The path that was probably meant. */
  near?: string;
  /** `list`: records may stand under another path; `message`: a text stands in place of a list; `nothing`: neither. */
  instead: 'list' | 'message' | 'nothing';
}
/** In one sentence. */
export const missingText = ({ path, has, near }: MissingList): string =>
  has === '' ? `nothing fits ${path}` : `there is nothing at ${path}: ${has}${near ? ` (did you mean ${near}?)` : ''}`;
