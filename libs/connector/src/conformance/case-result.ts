/** Test cases of a source. */
export type CaseName = 'check' | 'read' | 'repeat' | 'boundary' | 'future' | 'key' | 'schema';

/** The result of one case. */
export interface CaseResult {
  /** Null for a case of the source as a whole. */
  stream: string | null;
  name: CaseName;
  state: 'pass' | 'fail' | 'skip';
  /** What was found, or why the case was skipped, in words. */
  why: string;
}

/** A verdict without its stream. */
export type CaseVerdict = Pick<CaseResult, 'state' | 'why'>;

export const passCase = (why: string): CaseVerdict => ({ state: 'pass', why });
export const failCase = (why: string): CaseVerdict => ({ state: 'fail', why });
export const skipCase = (why: string): CaseVerdict => ({ state: 'skip', why });

/** `1 record`, `2 records`. */
export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
