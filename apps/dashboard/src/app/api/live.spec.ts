import { HttpClient, httpResource, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting, type TestRequest } from '@angular/common/http/testing';
import { ApplicationRef, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { live, type LiveOptions } from './live';
import { watchConnection } from './watch-connection';

const setUp = (options?: LiveOptions) => {
  TestBed.configureTestingModule({ providers: [provideHttpClient(withInterceptors([watchConnection])), provideHttpClientTesting()] });
  const http = TestBed.inject(HttpTestingController);
  const path = signal('/a');
  const query = TestBed.runInInjectionContext(() =>
    live(
      httpResource<string>(() => path()),
      options,
    ),
  );
  const settle = () => TestBed.inject(ApplicationRef).whenStable();
  const answer = async (url: string, reply: (request: TestRequest) => void) => {
    TestBed.tick();
    reply(http.expectOne(url));
    await settle();
  };
  return { http, path, query, answer };
};

describe('live', () => {
  it('waits for the first answer, then shows it', async () => {
    const { query, answer } = setUp();
    TestBed.tick();
    expect(query.isWaiting()).toBe(true);

    await answer('/a', (request) => request.flush('first'));

    expect(query.isWaiting()).toBe(false);
    expect(query.value()).toBe('first');
  });

  it('keeps the last good answer when the next one fails', async () => {
    const { query, answer } = setUp();
    await answer('/a', (request) => request.flush('first'));

    query.reload();
    await answer('/a', (request) => request.flush('', { status: 500, statusText: 'x' }));

    expect(query.value()).toBe('first');
    expect(query.error()?.status).toBe(500);
  });

  it('keeps the last answer while another question is under way', async () => {
    const { query, path, answer } = setUp();
    await answer('/a', (request) => request.flush('first'));

    path.set('/b');
    TestBed.tick();

    expect(query.isWaiting()).toBe(true);
    expect(query.value()).toBe('first');
  });

  it('drops it when it is about something else', async () => {
    const subject = signal('a');
    const { query, path, answer } = setUp({ about: () => subject() });
    await answer('/a', (request) => request.flush('first'));

    subject.set('b');
    path.set('/b');
    TestBed.tick();

    expect(query.value()).toBeUndefined();
  });

  it('asks again by itself when the API is back', async () => {
    const { http, query, answer } = setUp();
    await answer('/a', (request) => request.error(new ProgressEvent('error')));
    expect(query.error()?.title).toBe('The API cannot be reached');

    TestBed.inject(HttpClient).get('/other').subscribe();
    http.expectOne('/other').flush({});
    await answer('/a', (request) => request.flush('again'));

    expect(query.value()).toBe('again');
    expect(query.error()).toBeUndefined();
  });
});
