import type { JsonObject } from '@twl/contracts';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { ReadFailedError } from '../errors/connector-errors';
import type { Authenticator } from '../roles/roles';
import type { Scope } from '@twl/jinja';
import { toJsonText, isJsonObject, errorText } from '@twl/json';
import { buildCredentialPart, readSecret } from './credential';
import { jwtAlgorithms, signJwt } from './tokens/jwt-signature';
import { buildInjection, setHeader, type Inject } from './request-option';

type Claims = (scope: Scope) => JsonObject;

const reserved = {
  jwt_headers: ['kid', 'typ', 'cty'],
  jwt_payload: ['iss', 'sub', 'aud'],
};

const generated = {
  jwt_headers: ['alg'],
  jwt_payload: ['iat', 'exp', 'nbf'],
};

/** Reads the fields of `name` and those of `additional_<name>`, which must not be generated ones. */
const buildClaims = (node: ComponentNode, name: keyof typeof reserved, context: BuildContext): Claims => {
  const { interpolator } = context;
  const declared = node.child(name);
  const own = reserved[name].flatMap((key) => {
    const text = declared?.text(key) ?? (key === 'typ' ? 'JWT' : undefined);
    return text ? [[key, interpolator.compile(text, node.parameters)] as const] : [];
  });
  const added = node.object(`additional_${name}`) ?? {};
  const clash = [...reserved[name], ...generated[name]].filter((key) => Object.hasOwn(added, key));
  if (clash.length > 0) throw node.error(`additional_${name} may not set ${clash.join(', ')}: use ${name}`, `additional_${name}`);
  const additional = interpolator.compileNested(added, node.parameters);
  return (scope) => {
    const values = additional.value(scope);
    const fixed = own.map(([key, template]) => [key, key === 'aud' ? template.value(scope) : template.text(scope)]);
    return { ...(isJsonObject(values) ? values : {}), ...Object.fromEntries(fixed) } as JsonObject;
  };
};

const secretKey = (node: ComponentNode, context: BuildContext): ((scope: Scope) => string) => {
  const text = node.required('secret_key');
  const template = context.interpolator.compile(text, node.parameters);
  const encode = context.interpolator.compile(node.text('base64_encode_secret_key') ?? 'False', node.parameters);
  return (scope) => {
    const key = template.text(scope);
    context.secrets.add(key);
    return encode.test(scope) ? Buffer.from(key, 'utf8').toString('base64') : key;
  };
};

/** Makes signed tokens as a JwtAuthenticator declares them. @throws ManifestError */
export const createJwtSigner = (node: ComponentNode, context: BuildContext): ((scope: Scope) => string) => {
  const algorithm = node.required('algorithm');
  if (!jwtAlgorithms.includes(algorithm)) throw node.error(`algorithm must be one of ${jwtAlgorithms.join(', ')}`, 'algorithm');
  const key = secretKey(node, context);
  const passphrase = readSecret(node, 'passphrase', context);
  const headers = buildClaims(node, 'jwt_headers', context);
  const payload = buildClaims(node, 'jwt_payload', context);
  const duration = node.number('token_duration') ?? 1200;
  return (scope) => {
    const now = Math.floor(context.clock.now() / 1000);
    const header = toJsonText({ ...headers(scope), alg: algorithm });
    const body = toJsonText({ ...payload(scope), iat: now, exp: now + duration, nbf: now });
    try {
      const token = signJwt({ header, payload: body, algorithm, secret: key(scope), passphrase: passphrase?.(scope) });
      context.secrets.add(token, { isPassing: true });
      return token;
    } catch (error) {
      const why = context.secrets.mask(errorText(error));
      throw new ReadFailedError(`JwtAuthenticator: secret_key cannot sign with ${algorithm} (${why})`);
    }
  };
};

/** Builds an authenticator that signs a new token for every request, in `Authorization` or where `request_option` says. */
export const buildJwtAuthenticator = (node: ComponentNode, context: BuildContext): Authenticator => {
  const token = createJwtSigner(node, context);
  const prefix = buildCredentialPart(node, 'header_prefix', context) ?? (() => '');
  const option = node.child('request_option');
  const inject: Inject = option ? buildInjection(option, context) : (request, value) => setHeader(request, 'Authorization', value);
  return { apply: async (request, scope) => inject(request, `${prefix(scope)} ${token(scope)}`.trimStart()) };
};
