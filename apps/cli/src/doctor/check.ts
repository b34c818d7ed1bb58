/** The result of one check of the doctor. */
export interface Check {
  name: string;
  state: 'ok' | 'warn' | 'fail';
  /** What was found. */
  detail: string;
  /** What to do; absent if all is well. */
  mend?: string;
}

export const passed = (name: string, detail: string): Check => ({ name, state: 'ok', detail });
export const doubtful = (name: string, detail: string, mend: string): Check => ({ name, state: 'warn', detail, mend });
export const failed = (name: string, detail: string, mend: string): Check => ({ name, state: 'fail', detail, mend });
