import type { Json, JsonObject } from '@twl/contracts';
import { HttpError } from '@twl/ports';
import { makeResponse, makeContext, makeNode } from '../build/build-context.factory';
import type { Resolution } from '../roles/roles';

interface Given {
  status: number;
  body?: Json;
  headers?: Record<string, string>;
}

const match = (properties: JsonObject, { status, body, headers }: Given): Promise<Resolution | undefined> =>
  makeContext()
    .build('responseFilter', makeNode('HttpResponseFilter', properties))
    .match({ response: makeResponse(status, body, headers) });

describe('HttpResponseFilter', () => {
  it.each<[JsonObject, Given, Partial<Resolution> | undefined]>([
    [
      { action: 'FAIL', http_codes: [501, 503], error_message: 'custom error message' },
      { status: 503 },
      { action: 'FAIL', failureType: 'transient_error', message: 'custom error message' },
    ],
    [{ action: 'IGNORE', http_codes: [403] }, { status: 403 }, { action: 'IGNORE', failureType: 'config_error' }],
    [{ action: 'RETRY', http_codes: [429] }, { status: 429 }, { action: 'RETRY', failureType: 'transient_error' }],
    [
      { action: 'FAIL', predicate: '{{ response.the_body == "match" }}', error_message: 'error message was: {{ response.failure }}' },
      { status: 404, body: { the_body: 'match', failure: 'i failed you' } },
      { action: 'FAIL', failureType: 'system_error', message: 'error message was: i failed you' },
    ],
    [
      { action: 'FAIL', predicate: '{{ headers.the_key == "match" }}', error_message: 'error from header: {{ headers.warning }}' },
      { status: 404, headers: { the_key: 'match', warning: 'this failed' } },
      { action: 'FAIL', failureType: 'system_error', message: 'error from header: this failed' },
    ],
    [
      { action: 'RATE_LIMITED', predicate: '{{ headers["X-RateLimit-Left"] == "0" }}' },
      { status: 403, headers: { 'x-ratelimit-left': '0' } },
      { action: 'RATE_LIMITED' },
    ],
    [
      { action: 'FAIL', error_message_contains: 'DENIED' },
      { status: 403, body: { error: 'REQUEST_DENIED' } },
      { action: 'FAIL', failureType: 'config_error' },
    ],
    [
      { action: 'FAIL', http_codes: [400, 404], predicate: '{{ headers.error == "invalid_input" or response.reason == "bad request" }}' },
      { status: 403, headers: { error: 'authentication_error' }, body: { reason: 'permission denied' } },
      undefined,
    ],
    [
      { action: 'FAIL', failure_type: 'config_error', http_codes: [403, 404], error_message: 'check permissions' },
      { status: 403 },
      { action: 'FAIL', failureType: 'config_error', message: 'check permissions' },
    ],
    [
      { action: 'FAIL', failure_type: 'transient_error', http_codes: [500] },
      { status: 500 },
      { action: 'FAIL', failureType: 'transient_error' },
    ],
    [
      { action: 'RETRY', failure_type: 'config_error', http_codes: [500] },
      { status: 500 },
      { action: 'RETRY', failureType: 'transient_error' },
    ],
    [{ action: 'RATE_LIMITED', http_codes: [500] }, { status: 500 }, { action: 'RATE_LIMITED', failureType: 'transient_error' }],
    [{ action: 'FAIL', http_codes: [402] }, { status: 402 }, { action: 'FAIL', failureType: 'system_error' }],
    [{ action: 'FAIL', predicate: "{{ 'error' in response }}" }, { status: 200, body: { error: 'so' } }, { action: 'FAIL' }],
    [{ action: 'FAIL', predicate: "{{ 'error' in response }}" }, { status: 500, body: '<html>error</html>' }, undefined],
    [{ action: 'FAIL', error_message_contains: 'down' }, { status: 500, body: 'we are down' }, { action: 'FAIL' }],
    [{ http_codes: [500] }, { status: 500 }, undefined],
    [{ action: 'FAIL', predicate: "{{ response['error']['code'] == 'x' }}" }, { status: 500, body: {} }, undefined],
    [{ action: 'FAIL', predicate: '{{ response[0].code == 1 }}' }, { status: 500, body: [{ code: 1 }] }, { action: 'FAIL' }],
    [
      { action: 'IGNORE', http_codes: [403], error_message: "said {{ response['error']['message'] }}" },
      { status: 403, body: 'no JSON' },
      { action: 'IGNORE', message: 'HTTP 403: the credentials do not give access to this' },
    ],
    [{ action: 'FAIL', predicate: '' }, { status: 500 }, undefined],
  ])('%j on %j gives %j', async (properties, given, expected) => {
    const resolution = await match(properties, given);
    if (expected) expect(resolution).toMatchObject(expected);
    else expect(resolution).toBeUndefined();
  });

  it('does not apply to a request without a response', async () => {
    const built = makeContext().build('responseFilter', makeNode('HttpResponseFilter', { action: 'FAIL', predicate: '{{ True }}' }));
    expect(await built.match({ error: new HttpError('HTTP_TIMEOUT', 'late') })).toBeUndefined();
  });

  it.each<JsonObject>([{ action: 'GIVE_UP' }, { failure_type: 'mine' }, { http_codes: ['4xx'] }])('is refused with %j', (properties) => {
    expect(() => makeContext().build('responseFilter', makeNode('HttpResponseFilter', properties))).toThrow();
  });
});
