import { HttpErrorResponse } from '@angular/common/http';
import { aProblem } from '../../testing/factories';
import { errorViewOf } from './problem';

describe('errorViewOf', () => {
  it('reads problem+json, each wrong parameter included', () => {
    const error = { ...aProblem(400, 'Bad request', 'The query is not valid'), errors: [{ path: 'limit', message: 'at most 200' }] };

    expect(errorViewOf(new HttpErrorResponse({ status: 400, error }))).toEqual({
      title: 'Bad request',
      detail: 'The query is not valid · limit: at most 200',
      status: 400,
      code: 'SOME_CODE',
    });
  });

  it('says once what the detail says of a parameter', () => {
    const message = 'limit must be a whole number from 1 to 200';
    const error = { ...aProblem(400, 'Bad request', message), errors: [{ path: 'limit', message }] };

    expect(errorViewOf(new HttpErrorResponse({ status: 400, error }))).toMatchObject({ detail: message });
  });

  it('reads it from the text of a text request', () => {
    const error = JSON.stringify(aProblem(404, 'Not found'));

    expect(errorViewOf(new HttpErrorResponse({ status: 404, error }))).toMatchObject({ title: 'Not found', status: 404 });
  });

  it('does not repeat a page of HTML to the reader', () => {
    const error = '<html>502 Bad Gateway</html>';

    expect(errorViewOf(new HttpErrorResponse({ status: 502, error, statusText: 'Bad Gateway' }))).toEqual({
      title: 'The API answered 502',
      detail: 'Bad Gateway',
      status: 502,
    });
  });

  it('says that no answer came', () => {
    expect(errorViewOf(new HttpErrorResponse({ status: 0 })).title).toBe('The API cannot be reached');
  });

  it('finds the failed request inside another error', () => {
    const cause = new HttpErrorResponse({ status: 500, error: aProblem(500, 'Internal error') });

    expect(errorViewOf(new Error('wrapped', { cause })).title).toBe('Internal error');
  });

  it('gives words to anything else', () => {
    expect(errorViewOf(new Error('boom'))).toEqual({ title: 'Something went wrong', detail: 'boom', status: 0 });
  });
});
