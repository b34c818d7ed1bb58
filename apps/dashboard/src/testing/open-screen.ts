import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { watchConnection } from '../app/api/watch-connection';
import { routes } from '../app/app.routes';

/** The response to each path; a `status` above 399 makes it a problem. */
export type Answers = Record<string, unknown>;

/** Opens a screen by its address over a simulated network. */
export const openScreen = async (url: string, answers: Answers = {}) => {
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(withInterceptors([watchConnection])),
      provideHttpClientTesting(),
      provideRouter(routes, withComponentInputBinding()),
    ],
  });
  const http = TestBed.inject(HttpTestingController);
  const harness = await RouterTestingHarness.create();
  await harness.navigateByUrl(url);
  const element = harness.routeNativeElement;
  if (!element) throw new Error(`no screen is shown at ${url}`);
  const screen = { http, harness, element, router: TestBed.inject(Router), answer: answerWith(http, harness) };
  await screen.answer(answers);
  return screen;
};

const answerWith = (http: HttpTestingController, harness: RouterTestingHarness) => async (answers: Answers) => {
  harness.detectChanges();
  for (const [path, answer] of Object.entries(answers)) {
    for (const request of http.match(({ url }) => url === `/api/${path}`)) {
      const status = statusOf(answer);
      const body = request.request.responseType === 'text' && typeof answer !== 'string' ? JSON.stringify(answer) : (answer as object);
      request.flush(body, { status, statusText: status === 200 ? 'OK' : 'Problem' });
    }
  }
  await settled();
  harness.detectChanges();
};

/** Waits for pending work of the browser, but not for unanswered requests. */
export const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 5));

const statusOf = (answer: unknown): number => {
  const status = typeof answer === 'object' && answer !== null && 'status' in answer ? Number(answer.status) : 200;
  return status > 399 ? status : 200;
};

/** The text of an element as a reader sees it, blanks run together. */
export const textOf = (element: Element | null | undefined): string => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
