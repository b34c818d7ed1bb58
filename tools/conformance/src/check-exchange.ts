import { ApiDocument, type DocumentedResponse, type Operation } from './api-document';
import { mediaType, type ApiExchange } from './exchange';
import { requestFaults } from './request-faults';

/** An answer, or a request that was taken, is not as the document says. */
export class NonconformingError extends Error {
  constructor(
    { method, path, status, text }: ApiExchange,
    readonly faults: readonly string[],
  ) {
    super(`${method} ${path} answered ${status}, not as docs/openapi.json says:\n- ${faults.join('\n- ')}\n${text.slice(0, 2000)}`);
    this.name = 'NonconformingError';
  }
}

/** What may be answered where no operation is: to the wrong method, the wrong path or the wrong host. */
const elsewhere: readonly number[] = [400, 403, 404, 405, 413, 415];

/** Served beside what the document describes: the document itself, and Swagger UI. */
const besides = /^\/api\/(docs|openapi\.json)(\/|$)/;

let committed: ApiDocument | undefined;

/**
 * Holds an exchange with the API to its document: the status, the headers and the media type are documented, the body has the schema's shape and no
 * more, and a request that succeeded is one that the document allows. Passes over what is not below `/api`.
 * @throws NonconformingError
 */
export function checkExchange(exchange: ApiExchange, document: ApiDocument = (committed ??= ApiDocument.committed())): void {
  const path = exchange.path.split('?', 1)[0]!;
  if (!path.startsWith('/api/') || besides.test(path)) return;
  const item = document.pathItem(path);
  const method = exchange.method.toLowerCase();
  // HEAD is answered wherever GET is, as HTTP says.
  const operation = item?.[method === 'head' ? 'get' : method];
  const faults = operation ? operationFaults(exchange, operation, document) : elsewhereFaults(exchange, document);
  if (faults.length > 0) throw new NonconformingError(exchange, faults);
}

function operationFaults(exchange: ApiExchange, operation: Operation, document: ApiDocument): string[] {
  const documented = operation.responses[exchange.status];
  if (!documented) return [`${operation.operationId} documents no ${exchange.status}`];
  const response = document.resolve<DocumentedResponse>(documented);
  return [
    ...headerFaults(exchange, response, document),
    ...bodyFaults(exchange, response, document),
    ...(exchange.status < 300 ? requestFaults(exchange, operation, document) : []),
  ];
}

function headerFaults({ headers }: ApiExchange, response: DocumentedResponse, document: ApiDocument): string[] {
  return Object.entries(response.headers ?? {}).flatMap(([name, given]) => {
    const { required, schema } = document.resolve<{ required?: boolean; schema: Record<string, unknown> }>(given);
    const value = headers[name.toLowerCase()];
    if (value === undefined) return required ? [`header ${name} is missing`] : [];
    return document.textFaults(schema, String(value)).map((fault) => `header ${name}: ${fault}`);
  });
}

function bodyFaults(exchange: ApiExchange, { content }: DocumentedResponse, document: ApiDocument): string[] {
  if (exchange.method.toLowerCase() === 'head') return exchange.text === '' ? [] : ['HEAD was answered with a body'];
  if (!content) return exchange.text === '' ? [] : ['a body is not documented'];
  const type = mediaType(exchange);
  const media = content[type];
  if (!media) return [`the media type ${JSON.stringify(type)} is not documented`];
  const body: unknown = /[/+]json$/.test(type) ? JSON.parse(exchange.text) : exchange.text;
  return media.schema ? document.faults(media.schema, body).map((fault) => `body: ${fault}`) : [];
}

function elsewhereFaults(exchange: ApiExchange, document: ApiDocument): string[] {
  if (!elsewhere.includes(exchange.status)) return [`nothing is documented here, and ${exchange.status} is no answer to that`];
  const problem = { $ref: '#/components/schemas/Problem' };
  return bodyFaults(exchange, { content: { 'application/problem+json': { schema: problem } } }, document);
}
