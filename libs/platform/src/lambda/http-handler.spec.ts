import { RecordingLog } from '@twl/ports/testing';
import type { Context } from 'aws-lambda';
import { httpHandler } from './http-handler';

const app = (
  request: { url?: string; method?: string },
  response: { end(text: string): void; setHeader(name: string, value: string): void },
) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ url: request.url, method: request.method }));
};
const handler = httpHandler({ open: async () => ({ app: app as never, log: new RecordingLog() }) });
const invoke = async (event: unknown) => (await handler(event, {} as Context)) as { statusCode: number; body?: string };

const version2 = (rawPath: string, stage = '$default') => ({
  ...{ version: '2.0', rawPath, rawQueryString: 'limit=1', headers: {}, isBase64Encoded: false },
  requestContext: { stage, http: { method: 'GET', path: rawPath, sourceIp: '203.0.113.7' } },
});
const version1 = (path: string, more: object = {}) => ({
  ...{ path, httpMethod: 'GET', headers: {}, multiValueHeaders: {}, queryStringParameters: { limit: '1' } },
  ...{ multiValueQueryStringParameters: { limit: ['1'] }, isBase64Encoded: false, body: null },
  requestContext: { stage: 'dev', identity: { sourceIp: '203.0.113.7' } },
  ...more,
});
const loadBalancer = version1('/api/records', { requestContext: { elb: { targetGroupArn: 'arn' } }, multiValueHeaders: undefined });

describe('a function for HTTP requests', () => {
  it.each([
    ['payload 2.0', version2('/api/records')],
    ['payload 2.0 of a named stage', version2('/dev/api/records', 'dev')],
    ['payload 1.0 of a named stage', version1('/dev/api/records', { version: '1.0' })],
    ['a REST API', version1('/api/records')],
    ['a load balancer', loadBalancer],
  ])('answers %s under the path that the app knows', async (_, event) => {
    const { statusCode, body } = await invoke(event);
    expect([statusCode, JSON.parse(body!)]).toEqual([200, { url: '/api/records?limit=1', method: 'GET' }]);
  });

  it('takes a stage off the beginning of a path alone', async () => {
    for (const path of ['/device/api', '/api/dev/x'])
      expect(JSON.parse((await invoke(version2(path, 'dev'))).body!)).toMatchObject({ url: `${path}?limit=1` });
  });

  it.each([{ source: 'serverless-plugin-warmup' }, { source: 'aws.events', 'detail-type': 'Scheduled Event' }])(
    'is warm after %j',
    async (ping) => {
      expect(await invoke(ping)).toEqual({ statusCode: 204 });
    },
  );

  it.each([
    null,
    1,
    'text',
    [],
    {},
    { Records: [] },
    { version: '2.0' },
    { rawPath: '/' },
    { version: '2.0', rawPath: 7, requestContext: {} },
  ])('says what it takes when it is sent %j', async (event) => {
    const { statusCode, body } = await invoke(event);
    expect(statusCode).toBe(400);
    expect(JSON.parse(body!)).toMatchObject({
      code: 'UNKNOWN_EVENT',
      detail: expect.stringContaining('this function answers HTTP requests'),
    });
  });
});
