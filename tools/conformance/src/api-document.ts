import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

/** A JSON Schema (2020-12), as OpenAPI 3.1 uses it. */
export type Schema = Readonly<Record<string, unknown>>;

interface Content {
  schema?: Schema;
  example?: unknown;
}

/** What the document says of an answer. */
export interface DocumentedResponse {
  headers?: Readonly<Record<string, { required?: boolean; schema: Schema } | { $ref: string }>>;
  content?: Readonly<Record<string, Content>>;
}

/** A parameter in a query or a path. */
export interface DocumentedParameter {
  name: string;
  in: string;
  required?: boolean;
  schema: Schema;
}

/** What the document says of a method at a path. */
export interface Operation {
  operationId: string;
  parameters?: readonly (DocumentedParameter | { $ref: string })[];
  requestBody?: { required?: boolean; content: Readonly<Record<string, Content>> };
  responses: Readonly<Record<string, DocumentedResponse | { $ref: string }>>;
}

/** What the document says of a path, by method in lower case. */
export type PathItem = Readonly<Record<string, Operation>>;

/** An OpenAPI document whose schemas can be asked. */
export class ApiDocument {
  private readonly templates: readonly { pattern: RegExp; item: PathItem }[];
  private readonly exact: Ajv2020;
  private readonly coercing: Ajv2020;

  constructor(readonly root: { paths: Readonly<Record<string, PathItem>> }) {
    // What is fixed goes before what a parameter stands for.
    const paths = Object.entries(root.paths).sort(([a], [b]) => Number(a.includes('{')) - Number(b.includes('{')));
    this.templates = paths.map(([template, item]) => ({ pattern: patternOf(template), item }));
    const closed = { ...(closeObjects(root) as object), $id: 'document' };
    this.exact = validator().addSchema(closed);
    this.coercing = validator({ coerceTypes: true }).addSchema(closed);
  }

  /** The document in `docs/openapi.json`. */
  static committed(): ApiDocument {
    return new ApiDocument(JSON.parse(readFileSync(join(__dirname, '../../../docs/openapi.json'), 'utf8')) as ApiDocument['root']);
  }

  /** What is documented at a path as it is asked for, without a query; undefined where nothing is. */
  pathItem(path: string): PathItem | undefined {
    return this.templates.find(({ pattern }) => pattern.test(path))?.item;
  }

  /** Follows a `$ref` into the document. */
  resolve<T extends object>(value: T | { $ref: string }): T {
    if (!('$ref' in value)) return value;
    return this.resolve(
      value.$ref
        .slice(2)
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], this.root) as T,
    );
  }

  /** What is wrong with a value by a schema of the document, whose objects have the properties that it names and no others. */
  faults(schema: Schema, value: unknown): string[] {
    return check(this.exact, schema, value);
  }

  /** The same for a text of a query or a path, which may stand for a number or a boolean. */
  textFaults(schema: Schema, text: string): string[] {
    return check(this.coercing, { type: 'object', properties: { value: schema } }, { value: text });
  }
}

const validator = (more: object = {}): Ajv2020 => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true, ...more });
  addFormats(ajv);
  return ajv;
};

const compiled = new WeakMap<Ajv2020, Map<string, ValidateFunction>>();

function check(ajv: Ajv2020, schema: Schema, value: unknown): string[] {
  const known = compiled.get(ajv) ?? new Map<string, ValidateFunction>();
  compiled.set(ajv, known);
  const text = JSON.stringify(closeObjects(schema)).replaceAll('"#/', '"document#/');
  const validate = known.get(text) ?? ajv.compile(JSON.parse(text) as Schema);
  known.set(text, validate);
  return validate(value)
    ? []
    : validate.errors!.map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
}

/** A template as an expression: a parameter is one segment. */
const patternOf = (template: string): RegExp => {
  const parts = template.split(/\{[^}]+\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]+')}$`);
};

/** The same schemas, in which objects that name their properties have no others. A reader may be sent more one day; a test wants to know. */
function closeObjects(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closeObjects);
  if (typeof value !== 'object' || value === null) return value;
  const own = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, closeObjects(inner)]));
  const isNamed = own.type === 'object' && typeof own.properties === 'object' && own.additionalProperties === undefined;
  return isNamed ? { ...own, additionalProperties: false } : own;
}
