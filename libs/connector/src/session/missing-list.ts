export interface MissingList {
  /** Where the items should be: `data.items`. */
  path: string;
  /** Describes what the response has there; empty if unknown. */
  has: string;
  /** The path that was probably meant. */
  near?: string;
  /** `list`: records can be under another path; `message`: a text replaces the list; `nothing`: neither. */
  instead: 'list' | 'message' | 'nothing';
}
/** In one sentence. */
export const missingTextOf = ({ path, has, near }: MissingList): string =>
  has === '' ? `nothing fits ${path}` : `there is nothing at ${path}: ${has}${near ? ` (did you mean ${near}?)` : ''}`;
