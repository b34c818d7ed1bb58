import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import type { Authenticator } from '../roles/roles';
import { settingText } from '../build/setting';
import { credentialPart, requiredSecret, secret } from './credential';
import { requestOption, setHeader, type Inject } from './request-option';

/** Asks for nothing and proves nothing. */
export const noAuth = (): Authenticator => ({ apply: async () => undefined });

const injector = (node: ComponentNode, context: BuildContext): Inject => {
  const into = node.child('inject_into');
  const header = settingText(node, 'header', context);
  if (into && header !== undefined) throw node.error('ApiKeyAuthenticator takes either inject_into or header, not both', 'header');
  if (into) return requestOption(into, context);
  if (!header) throw node.error('ApiKeyAuthenticator needs inject_into (or header)');
  return (request, value) => setHeader(request, header, value);
};

/** A key in a header, a parameter or the body. */
export const apiKey = (node: ComponentNode, context: BuildContext): Authenticator => {
  const inject = injector(node, context);
  const token = secret(node, 'api_token', context) ?? (() => '');
  return { apply: async (request, scope) => inject(request, token(scope)) };
};

/** `Authorization: Bearer`. */
export const bearer = (node: ComponentNode, context: BuildContext): Authenticator => {
  const token = requiredSecret(node, 'api_token', context);
  return { apply: async (request, scope) => setHeader(request, 'Authorization', `Bearer ${token(scope)}`) };
};

/** `Authorization: Basic`, RFC 7617, in UTF-8. */
export const basic = (node: ComponentNode, context: BuildContext): Authenticator => {
  const user = credentialPart(node, 'username', context);
  if (!user) throw node.error('BasicHttpAuthenticator needs username');
  const password = secret(node, 'password', context) ?? (() => '');
  return {
    apply: async (request, scope) => {
      const encoded = Buffer.from(`${user(scope)}:${password(scope)}`, 'utf8').toString('base64');
      context.secrets.add(encoded);
      setHeader(request, 'Authorization', `Basic ${encoded}`);
    },
  };
};
