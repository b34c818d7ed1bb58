/** What a source is tested for. */
export type CaseName = 'check' | 'read' | 'repeat' | 'boundary' | 'future' | 'key' | 'schema';

/** What came of one case. */
export interface CaseResult {
  /** Null for a case of the source as a whole. */
  stream: string | null;
  name: CaseName;
  state: 'pass' | 'fail' | 'skip';
  /** What was found, or why it was not tried, for a person. */
  why: string;
}

/** What a case of a stream says; its stream is known. */
export type CaseVerdict = Pick<CaseResult, 'state' | 'why'>;

export const pass = (why: string): CaseVerdict => ({ state: 'pass', why });
export const fail = (why: string): CaseVerdict => ({ state: 'fail', why });
export const skip = (why: string): CaseVerdict => ({ state: 'skip', why });

/** `1 record`, `2 records`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
