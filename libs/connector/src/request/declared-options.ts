import type { Json, JsonObject } from '@twl/contracts';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { ReadFailedError } from '../errors/connector-errors';
import type { Scope } from '@twl/jinja';
import { isJsonObject, setKey } from '@twl/json';
import type { Slice } from '../roles/slice';
import { sentBack, sentBackAsJson } from './sent-back';
import { noOptions, type RequestOptions } from '../roles/request-options';
type Evaluate<T> = (scope: Scope) => T;

/** Compiles the query, headers and body that a requester declares itself. */
export const buildDeclaredOptions = (node: ComponentNode, context: BuildContext): ((scope: Scope, slice: Slice) => RequestOptions) => {
  const { propertiesKey, params } = declaredParams(node, context);
  const headers = declaredHeaders(node, context);
  const body = declaredBody(node, context);
  return (scope, slice) => {
    const options = { ...noOptions(), params: params(scope), headers: headers(scope), ...body(scope) };
    if (propertiesKey) options.params = { ...options.params, [propertiesKey]: properties(slice) };
    return options;
  };
};

const properties = (slice: Slice): string => {
  const list = slice.extra['query_properties'];
  if (!Array.isArray(list)) throw new ReadFailedError('the properties to ask for are not known');
  return list.join(',');
};

/** A parameter of type `QueryProperties` stands for the list of properties. */
const declaredParams = (node: ComponentNode, context: BuildContext): { propertiesKey?: string; params: Evaluate<JsonObject> } => {
  const declared = node.get('request_parameters');
  if (!isJsonObject(declared)) return { params: flat(declared, node, context) };
  const plain = Object.entries(declared).filter(([, value]) => !isJsonObject(value));
  const propertiesKey = Object.keys(declared).find((key) => isJsonObject(declared[key]) && key !== '$parameters');
  return { propertiesKey, params: flat(Object.fromEntries(plain), node, context) };
};

/** A mapping of one template keeps its empty texts. */
const declaredHeaders = (node: ComponentNode, context: BuildContext): Evaluate<JsonObject> => {
  const headers = objectOf(node, 'request_headers', { context, exact: sentBack });
  const omitted = isJsonObject(node.get('request_headers')) ? [null, ''] : [null];
  return (scope) => without(omitted, headers(scope));
};

/**
 * Flattens values to texts and lists: a template of a number keeps its digits. Empty texts are dropped, except those of a mapping of one
 * template.
 */
const flat = (declared: Json | undefined, node: ComponentNode, context: BuildContext): Evaluate<JsonObject> => {
  const compileValue = (text: Json) =>
    context.interpolator.compile(typeof text === 'string' ? text : String(text), node.parameters, { exact: sentBack });
  if (!isJsonObject(declared)) {
    const whole = compileValue(declared ?? '');
    return (scope) => {
      const value = whole.value(scope);
      return isJsonObject(value) ? without([null], value) : {};
    };
  }
  const entries = Object.entries(declared).map(([key, value]) => [compileValue(key), compileValue(value ?? '')] as const);
  return (scope) => {
    const options: JsonObject = {};
    for (const [key, template] of entries) {
      const text = template.optional(scope, 'string');
      if (text === null || text === '') continue;
      const value = String(text).startsWith('[') ? template.value(scope) : text;
      setKey(options, key.text(scope), Array.isArray(value) ? value : text);
    }
    return options;
  };
};

interface ObjectRules {
  context: BuildContext;
  exact?: ReadonlySet<string>;
}

const objectOf = (node: ComponentNode, name: string, { context, exact = sentBackAsJson }: ObjectRules): Evaluate<JsonObject> => {
  const template = context.interpolator.compileNested(node.get(name) ?? {}, node.parameters, { exact });
  return (scope) => {
    const value = template.value(scope);
    return isJsonObject(value) ? value : {};
  };
};

const without = (omitted: readonly Json[], object: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => !omitted.includes(value)));

const withoutNullsDeep = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(withoutNullsDeep);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null)
      .map(([key, item]) => [key, withoutNullsDeep(item)]),
  );
};

type Body = Partial<Pick<RequestOptions, 'bodyData' | 'bodyJson'>>;

const declaredBody = (node: ComponentNode, context: BuildContext): Evaluate<Body> => {
  const body = node.child('request_body');
  if (node.has('request_body_data') && node.has('request_body_json')) {
    throw node.error('use one of request_body_data and request_body_json, or request_body alone', 'request_body_json');
  }
  if (body) return newBody(body, context);
  if (node.has('request_body_json')) {
    const json = objectOf(node, 'request_body_json', { context });
    return (scope) => ({ bodyJson: withoutNullsDeep(json(scope)) as JsonObject });
  }
  return dataBody(node, 'request_body_data', context);
};

const newBody = (body: ComponentNode, context: BuildContext): Evaluate<Body> => {
  switch (body.type) {
    case 'RequestBodyPlainText':
    case 'RequestBodyUrlEncodedForm':
      return dataBody(body, 'value', context);
    case 'RequestBodyGraphQL':
    case 'RequestBodyJsonObject': {
      const json = objectOf(body, 'value', { context });
      return (scope) => ({ bodyJson: withoutNullsDeep(json(scope)) as JsonObject });
    }
    default:
      throw body.error(`${body.type} is not a request body`, 'type');
  }
};

const dataBody = (node: ComponentNode, name: string, context: BuildContext): Evaluate<Body> => {
  const declared = node.get(name);
  if (typeof declared === 'string') {
    const text = context.interpolator.compile(declared, node.parameters, { exact: sentBack });
    return (scope) => ({ bodyData: text.text(scope) });
  }
  const fields = flat(declared ?? {}, node, context);
  return (scope) => ({ bodyData: fields(scope) });
};
