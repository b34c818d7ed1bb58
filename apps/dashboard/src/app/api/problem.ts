import { HttpErrorResponse } from '@angular/common/http';
import type { Problem } from '@twl/contracts';
import { errorText } from '@twl/json';

/** An error as a person reads it. */
export interface ErrorView {
  title: string;
  detail: string;
  status: number;
  code?: string;
}

/** Reads problem+json from a failed request; other errors get a text of ours. */
export const errorViewOf = (error: unknown): ErrorView => {
  const response = responseOf(error);
  if (!response) return { title: 'Something went wrong', detail: errorText(error), status: 0 };
  const problem = problemIn(response.error);
  if (problem) return { title: problem.title, detail: detailOf(problem), status: problem.status, code: problem.code };
  if (response.status === 0)
    return { title: 'The API cannot be reached', detail: 'No response came. The page retries by itself.', status: 0 };
  return { title: `The API answered ${response.status}`, detail: response.statusText, status: response.status };
};

/** The error on one line. */
export const errorLine = (error: unknown): string => {
  const { title, detail } = errorViewOf(error);
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

/** The detail of a bad request already lists each parameter; that of other problems does not. */
const detailOf = ({ detail = '', errors = [] }: Problem): string => {
  const others = errors.filter(({ message }) => !detail.includes(message));
  return [detail, ...others.map(({ path, message }) => `${path}: ${message}`)].filter(Boolean).join(' · ');
};
