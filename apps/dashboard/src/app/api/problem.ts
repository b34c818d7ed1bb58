import { HttpErrorResponse } from '@angular/common/http';
import type { Problem } from '@twl/contracts';

/** What went wrong, in words for a person. */
export interface Trouble {
  title: string;
  detail: string;
  status: number;
  code?: string;
}

/** Reads problem+json out of a failed request; anything else gets words of our own. */
export const troubleOf = (error: unknown): Trouble => {
  const response = responseOf(error);
  if (!response) return { title: 'Something went wrong', detail: error instanceof Error ? error.message : String(error), status: 0 };
  const problem = problemIn(response.error);
  if (problem) return { title: problem.title, detail: detailOf(problem), status: problem.status, code: problem.code };
  if (response.status === 0)
    return { title: 'The API cannot be reached', detail: 'No answer came. It is tried again by itself.', status: 0 };
  return { title: `The API answered ${response.status}`, detail: response.statusText, status: response.status };
};

/** What went wrong, on one line. */
export const troubleText = (error: unknown): string => {
  const { title, detail } = troubleOf(error);
  return detail ? `${title}: ${detail}` : title;
};

const responseOf = (error: unknown): HttpErrorResponse | undefined => {
  if (error instanceof HttpErrorResponse) return error;
  return error instanceof Error && error.cause !== undefined ? responseOf(error.cause) : undefined;
};

const problemIn = (body: unknown): Problem | undefined => {
  const value = typeof body === 'string' ? parsed(body) : body;
  const isProblem = typeof value === 'object' && value !== null && 'title' in value && 'status' in value;
  return isProblem ? (value as Problem) : undefined;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The detail of a wrong request says already what is wrong with each parameter; that of other problems does not. */
const detailOf = ({ detail = '', errors = [] }: Problem): string => {
  const others = errors.filter(({ message }) => !detail.includes(message));
  return [detail, ...others.map(({ path, message }) => `${path}: ${message}`)].filter(Boolean).join(' · ');
};
