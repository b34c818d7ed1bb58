import type { JsonObject } from '@twl/contracts';
import { suggest } from '@twl/ports';
import { fieldOfPath } from '../document/field-at';

/** Why a record's cursor does not move the state, as a note of a run. */
export interface CursorProblem {
  code: 'CURSOR_IN_FUTURE' | 'CURSOR_MISSING' | 'CURSOR_UNREADABLE';
  detail: string;
}

/** Clocks of sources may be ahead of ours by this much, ms, without a word. */
const skewMs = 5 * 60_000;

const unmoved = 'it is stored, and does not move the state';

/** Returns the problem of a record without a readable cursor value. */
export const unreadProblemOf = (record: JsonObject, field: string, formats: readonly string[]): CursorProblem => {
  const value = fieldOfPath(record, [field]);
  if (value === undefined || value === null) {
    const near = value === undefined ? suggest(field, Object.keys(record)) : undefined;
    const suggestion = near === undefined ? '' : ` (did you mean ${near}?)`;
    return { code: 'CURSOR_MISSING', detail: `a record has no ${field}${value === null ? ' but null' : ''}${suggestion}: ${unmoved}` };
  }
  const shown = typeof value === 'object' ? 'a list or an object' : JSON.stringify(String(value).slice(0, 60));
  const wanted = formats.length > 0 ? `fits none of the cursor formats ${formats.join(', ')}` : 'is no number';
  return { code: 'CURSOR_UNREADABLE', detail: `the ${field} of a record is ${shown}, which ${wanted}: ${unmoved}` };
};

/** Returns the problem of a time in the future; `at` and `now` in ms since 1970. */
export const futureProblemOf = (field: string, at: number, now: number): CursorProblem | undefined => {
  if (at <= now + skewMs) return undefined;
  const [when, today] = [at, now].map((ms) => new Date(ms).toISOString());
  return {
    code: 'CURSOR_IN_FUTURE',
    detail: `the ${field} of a record is ${when}, and now it is ${today} (a wrong date, or a local time without its zone): ${unmoved} beyond now`,
  };
};
