import type { Json, JsonObject } from '@twl/contracts';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { ReadFailedError } from '../errors/connector-errors';
import type { DraftRequest } from '../exchange/exchange';
import type { Scope } from '@twl/jinja';
import { isJsonObject } from '@twl/json';
import { toPythonLiteral } from '../request/python-text';
import { createJwtSigner } from './jwt-authenticator';

/** Reads texts and mappings of an OAuthAuthenticator, evaluated when they are needed. */
export const createSettingReader = (node: ComponentNode, context: BuildContext) => ({
  text: (name: string, otherwise = ''): ((scope: Scope) => string) => {
    const template = context.interpolator.compile(node.text(name) ?? otherwise, node.parameters);
    return (scope) => template.text(scope);
  },
  mapping: (name: string): ((scope: Scope) => JsonObject) => {
    const nested = context.interpolator.compileNested(node.object(name) ?? {}, node.parameters);
    return (scope) => {
      const value = nested.value(scope);
      return isJsonObject(value) ? value : {};
    };
  },
});

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** The parts of a token request except the refresh token, which can change after each one. */
export interface TokenRequest {
  draft(scope: Scope, refreshToken: string | undefined): DraftRequest;
}

const usesAssertion = (node: ComponentNode, context: BuildContext): boolean => {
  const written = node.has('use_profile_assertion') ? node.text('use_profile_assertion') : undefined;
  return written !== undefined && context.interpolator.compile(written, node.parameters).test(context.scope());
};

/** Returns the body of the flow that authenticates by a signed assertion. */
const assertionBody = (node: ComponentNode, context: BuildContext): ((scope: Scope) => JsonObject) => {
  const signer = createJwtSigner(node.requiredChild('profile_assertion'), context);
  const grantName = createSettingReader(node, context).text('grant_type_name', 'grant_type');
  return (scope) => {
    const assertion = signer(scope);
    context.secrets.add(assertion);
    return { [grantName(scope)]: jwtBearer, assertion };
  };
};

type Arguments = (scope: Scope, refreshToken: string | undefined, credentialsInHeader: boolean) => JsonObject;

/** Body of every other flow. Fields of `refresh_request_body` do not replace those of the flow. */
const grantBody = (node: ComponentNode, context: BuildContext): Arguments => {
  for (const name of ['client_id', 'client_secret']) if (!node.has(name)) throw node.error(`OAuthAuthenticator needs ${name}`);
  const { text, mapping } = createSettingReader(node, context);
  const names = {
    grant: text('grant_type_name', 'grant_type'),
    id: text('client_id_name', 'client_id'),
    secret: text('client_secret_name', 'client_secret'),
    refresh: text('refresh_token_name', 'refresh_token'),
  };
  const grant = text('grant_type', 'refresh_token');
  const [id, clientSecret] = [text('client_id'), text('client_secret')];
  const scopes = node.texts('scopes');
  const extra = mapping('refresh_request_body');
  const credentials = (scope: Scope): JsonObject => {
    const [idValue, secretValue] = [id(scope), clientSecret(scope)];
    if (!idValue) throw new ReadFailedError('OAuthAuthenticator: client_id is empty; check the config');
    context.secrets.add(secretValue);
    return { [names.id(scope)]: idValue, [names.secret(scope)]: secretValue };
  };
  return (scope, refreshToken, credentialsInHeader) => {
    const flow: JsonObject = {
      [names.grant(scope)]: grant(scope),
      ...(credentialsInHeader ? {} : credentials(scope)),
      ...(refreshToken === undefined ? {} : { [names.refresh(scope)]: refreshToken }),
      ...(scopes.length > 0 ? { scopes } : {}),
    };
    return { ...flow, ...extra(scope), ...flow };
  };
};

const paramsOf = (values: JsonObject): DraftRequest['params'] =>
  new Map(
    Object.entries(values)
      .filter(([, value]) => value !== null)
      .map(([name, value]: [string, Json]) => [name, Array.isArray(value) ? value.map(toPythonLiteral) : toPythonLiteral(value)]),
  );

/** Reads how to request a token. @throws ManifestError */
export const buildTokenRequest = (node: ComponentNode, context: BuildContext): TokenRequest => {
  const { text, mapping } = createSettingReader(node, context);
  const endpoint = text('token_refresh_endpoint');
  const headers = mapping('refresh_request_headers');
  const inQuery = node.flag('send_refresh_request_as_query_params');
  const body: Arguments = usesAssertion(node, context) ? assertionBody(node, context) : grantBody(node, context);
  return {
    draft: (scope, refreshToken) => {
      const sent = headers(scope);
      const values = body(scope, refreshToken, Object.hasOwn(sent, 'Authorization'));
      const texts = Object.entries(sent).map(([name, value]) => [name, toPythonLiteral(value)]);
      return {
        method: 'POST',
        url: endpoint(scope),
        headers: Object.fromEntries(texts) as Record<string, string>,
        params: inQuery ? paramsOf(values) : new Map(),
        body: inQuery ? undefined : { kind: 'form', value: values },
      };
    },
  };
};
