import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OidcConfig } from '@twl/platform';
import { requireValue } from '@twl/ports';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';

/** How a token differs from a good one. */
export interface TokenOptions {
  header?: { alg?: string; typ?: string; kid?: string };
  key?: CryptoKey | Uint8Array;
}

/** An OpenID Connect issuer on loopback, whose tokens a test makes up. */
export class TestIssuer {
  /** ID token for each code that the token endpoint takes. */
  readonly codes = new Map<string, string>();
  /** Forms that were sent to the token endpoint. */
  readonly forms: Record<string, string>[] = [];
  /** Answers of the issuer are this status; 200: as they should be. */
  status = 200;
  url = '';
  #keys: { privateKey: CryptoKey; publicJwk: JWK } | undefined;
  #server: Server | undefined;

  static async start(): Promise<TestIssuer> {
    const issuer = new TestIssuer();
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    issuer.#keys = { privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' } };
    issuer.#server = createServer((request, response) => {
      let form = '';
      request.on('data', (chunk: Buffer) => (form += chunk.toString()));
      request.on('end', () => {
        const { status, body } = issuer.#answer(request.url ?? '/', Object.fromEntries(new URLSearchParams(form)));
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => issuer.#server?.listen(0, '127.0.0.1', resolve));
    issuer.url = `http://127.0.0.1:${(issuer.#server.address() as AddressInfo).port}`;
    return issuer;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  /** The settings of an API that trusts this issuer. */
  get config(): OidcConfig {
    const names = { issuer: this.url, audience: ['twl-api'], clientId: 'dashboard', scopes: 'openid email' };
    return { ...names, roleClaim: 'roles', defaultRole: 'none' };
  }

  /** Makes a token. */
  token(claims: JWTPayload, { header = {}, key }: TokenOptions = {}): Promise<string> {
    const { privateKey } = requireValue(this.#keys, 'key of the issuer');
    return new SignJWT({ iss: this.url, ...claims }).setProtectedHeader({ alg: 'ES256', kid: 'one', ...header }).sign(key ?? privateKey);
  }

  #answer(path: string, form: Record<string, string>): { status: number; body: object } {
    if (this.status !== 200) return { status: this.status, body: {} };
    if (path === '/keys') return { status: 200, body: { keys: [this.#keys?.publicJwk] } };
    if (path === '/token') {
      this.forms.push(form);
      const token = this.codes.get(form['code'] ?? '');
      if (token === undefined) return { status: 400, body: { error: 'invalid_grant', error_description: 'the code is not known' } };
      return { status: 200, body: { id_token: token, access_token: 'not used', token_type: 'Bearer' } };
    }
    const endpoints = {
      authorization_endpoint: `${this.url}/authorize`,
      token_endpoint: `${this.url}/token`,
      jwks_uri: `${this.url}/keys`,
    };
    return { status: 200, body: { issuer: this.url, ...endpoints, end_session_endpoint: `${this.url}/end` } };
  }
}
