import { ApiDocument, type Operation } from '@twl/conformance';

/** An operation of the document, with a path to ask for it. */
export interface AskedOperation {
  id: string;
  method: string;
  path: string;
  /** The role that it says it needs. */
  role: string;
}

/** A response without an end cannot be awaited: what streams is asked from a position that does not exist. */
const endlessOnes = new Map([['streamChanges', '?after=AAAA']]);

const pathOf = (template: string, id: string): string => template.replaceAll(/\{\w+\}/g, 'x') + (endlessOnes.get(id) ?? '');

/** Every operation of the document. */
export const operations: AskedOperation[] = Object.entries(ApiDocument.committed().root.paths).flatMap(([template, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    ...{ id: operation.operationId, method: method.toUpperCase(), path: pathOf(template, operation.operationId) },
    role: (operation as Operation & { 'x-role'?: string })['x-role'] ?? 'none: give it one in @Operates',
  })),
);

/** The operations that need a role. */
export const closedOperations = operations.filter(({ role }) => role !== 'anyone');
