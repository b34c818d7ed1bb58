import type { ApiDocument, DocumentedParameter, Operation } from './api-document';
import type { ApiExchange } from './exchange';

/** Why a request that succeeded is not one that the document allows. */
export function requestFaults({ path, sent }: ApiExchange, operation: Operation, document: ApiDocument): string[] {
  return [...queryFaults(new URLSearchParams(path.split('?')[1] ?? ''), operation, document), ...sentFaults(sent, operation, document)];
}

function queryFaults(query: URLSearchParams, { parameters = [] }: Operation, document: ApiDocument): string[] {
  const inQuery = parameters
    .map((parameter) => document.resolve<DocumentedParameter>(parameter))
    .filter((parameter) => parameter.in === 'query');
  const known = new Map(inQuery.map((parameter) => [parameter.name, parameter]));
  const missing = [...known.values()].filter(({ name, required }) => required && !query.has(name));
  return [
    ...missing.map(({ name }) => `the parameter ${name} is missing, and it succeeded`),
    ...[...query].flatMap(([name, text]) => {
      const parameter = known.get(name);
      if (!parameter) return [`the parameter ${name} is not documented, and it succeeded`];
      return document.textFaults(parameter.schema, text).map((fault) => `the parameter ${name} is wrong, and it succeeded: ${fault}`);
    }),
  ];
}

function sentFaults(sent: unknown, { requestBody }: Operation, document: ApiDocument): string[] {
  if (sent === undefined) return requestBody?.required ? ['the body is missing, and it succeeded'] : [];
  const schema = requestBody?.content['application/json']?.schema;
  if (!schema) return ['a body is not documented, and it succeeded'];
  return document.faults(schema, sent).map((fault) => `the body is wrong, and it succeeded: ${fault}`);
}
