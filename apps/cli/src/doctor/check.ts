/** The result of one check of the doctor. */
export interface Checkup {
  name: string;
  state: 'ok' | 'warn' | 'fail';
  /** What was found. */
  detail: string;
  /** What to do; absent if all is well. */
  advice?: string;
}

export const passed = (name: string, detail: string): Checkup => ({ name, state: 'ok', detail });
export const doubtful = (name: string, detail: string, advice: string): Checkup => ({ name, state: 'warn', detail, advice });
export const failed = (name: string, detail: string, advice: string): Checkup => ({ name, state: 'fail', detail, advice });
