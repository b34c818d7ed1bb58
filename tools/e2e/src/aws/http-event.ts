/** A request as API Gateway hands it over. */
export const httpEvent = (path: string, query = '', more: { method?: string; body?: unknown } = {}) => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: path,
  rawQueryString: query,
  headers: { accept: 'application/json', ...(more.body === undefined ? {} : { 'content-type': 'application/json' }) },
  requestContext: { http: { method: more.method ?? 'GET', path, sourceIp: '203.0.113.7' } },
  ...(more.body === undefined ? {} : { body: JSON.stringify(more.body) }),
  isBase64Encoded: false,
});

/** What a function answers API Gateway. */
export interface LambdaHttpAnswer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}
