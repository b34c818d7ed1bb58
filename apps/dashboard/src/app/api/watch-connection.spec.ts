import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { aProblem } from '../../testing/factories';
import { Connection } from './connection';
import { watchConnection } from './watch-connection';

const setUp = () => {
  TestBed.configureTestingModule({ providers: [provideHttpClient(withInterceptors([watchConnection])), provideHttpClientTesting()] });
  const http = TestBed.inject(HttpTestingController);
  const client = TestBed.inject(HttpClient);
  const ask = () => {
    client.get('/api/x').subscribe({ error: () => undefined });
    return http.expectOne('/api/x');
  };
  return { ask, connection: TestBed.inject(Connection) };
};

describe('watchConnection', () => {
  it('takes one lost request for chance, and two for an outage', () => {
    const { ask, connection } = setUp();

    ask().error(new ProgressEvent('error'));
    expect(connection.isDown()).toBe(false);

    ask().error(new ProgressEvent('error'));
    expect(connection.isDown()).toBe(true);
  });

  it('ends the outage with the first answer, and says that it is over', () => {
    const { ask, connection } = setUp();
    ask().error(new ProgressEvent('error'));
    ask().error(new ProgressEvent('error'));

    ask().flush({});

    expect(connection.isDown()).toBe(false);
    expect(connection.recovered()).toBe(1);
  });

  it("counts a proxy's error as no answer", () => {
    const { ask, connection } = setUp();

    for (let i = 0; i < 2; i++) ask().flush('<html>', { status: 502, statusText: 'Bad Gateway' });

    expect(connection.isDown()).toBe(true);
  });

  it("counts the API's own problems as answers", () => {
    const { ask, connection } = setUp();
    const headers = { 'content-type': 'application/problem+json' };

    for (const status of [503, 500, 404, 503]) ask().flush(aProblem(status, 'x'), { status, statusText: 'x', headers });

    expect(connection.isDown()).toBe(false);
  });
});
