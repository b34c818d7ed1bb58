import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import type { Authenticator } from '../roles/roles';
import { readSettingText } from '../build/setting';
import { buildCredentialPart, readRequiredSecret, readSecret } from './credential';
import { buildInjection, setHeader, type Inject } from './request-option';

/** Asks for nothing and proves nothing. */
export const buildNoAuth = (): Authenticator => ({ apply: async () => undefined });

const injector = (node: ComponentNode, context: BuildContext): Inject => {
  const into = node.child('inject_into');
  const header = readSettingText(node, 'header', context);
  if (into && header !== undefined) throw node.error('ApiKeyAuthenticator takes either inject_into or header, not both', 'header');
  if (into) return buildInjection(into, context);
  if (!header) throw node.error('ApiKeyAuthenticator needs inject_into (or header)');
  return (request, value) => setHeader(request, header, value);
};

/** A key in a header, a parameter or the body. */
export const buildApiKey = (node: ComponentNode, context: BuildContext): Authenticator => {
  const inject = injector(node, context);
  const token = readSecret(node, 'api_token', context) ?? (() => '');
  return { apply: async (request, scope) => inject(request, token(scope)) };
};

/** `Authorization: Bearer`. */
export const buildBearer = (node: ComponentNode, context: BuildContext): Authenticator => {
  const token = readRequiredSecret(node, 'api_token', context);
  return { apply: async (request, scope) => setHeader(request, 'Authorization', `Bearer ${token(scope)}`) };
};

/** `Authorization: Basic`, RFC 7617, in UTF-8. */
export const buildBasic = (node: ComponentNode, context: BuildContext): Authenticator => {
  const user = buildCredentialPart(node, 'username', context);
  if (!user) throw node.error('BasicHttpAuthenticator needs username');
  const password = readSecret(node, 'password', context) ?? (() => '');
  return {
    apply: async (request, scope) => {
      const encoded = Buffer.from(`${user(scope)}:${password(scope)}`, 'utf8').toString('base64');
      context.secrets.add(encoded);
      setHeader(request, 'Authorization', `Basic ${encoded}`);
    },
  };
};
