import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { OidcConfig } from '@twl/platform';
import { requireValue } from '@twl/ports';
import { Issuer } from './issuer';
import { tokenUser, type TokenUser } from './token-user';
import { TokenRefusedError, verifyIdToken } from './verify-token';

/** A sign-in that begins: where the browser goes, and what ties its return to this browser. */
export interface BegunSignIn {
  url: string;
  state: string;
}

/** What the issuer sends the browser back with. */
export interface CodeReturn {
  code: string;
  state: string;
  /** The issuer, if it says who it is (RFC 9207). */
  iss?: string | undefined;
}

/** Path of the dashboard that the issuer sends the browser back to. */
const returnPath = '/signed-in';

/**
 * Signs users in by the authorization code flow with PKCE. The verifier and the nonce of a sign-in are derived from its `state` and a key of the
 * server, so that nothing is stored between its two requests, and any process can finish it.
 */
export class CodeFlow {
  readonly #key: Uint8Array;

  constructor(
    private readonly issuer: Issuer,
    serverKey: Uint8Array,
  ) {
    this.#key = new Uint8Array(hkdfSync('sha256', serverKey, '', 'sign-in by code', 32));
  }

  /** @param origin origin of the dashboard. @throws UnavailableError */
  async begin(origin: string): Promise<BegunSignIn> {
    const { clientId, scopes } = this.issuer.config;
    const endpoint = requireValue((await this.issuer.metadata()).authorization_endpoint, 'authorization endpoint of the issuer');
    const state = randomBytes(32).toString('base64url');
    const url = new URL(endpoint);
    const parameters = {
      response_type: 'code',
      client_id: clientId ?? '',
      redirect_uri: origin + returnPath,
      scope: scopes,
      state,
      nonce: this.#derive('nonce', state),
      code_challenge: createHash('sha256').update(this.#derive('verifier', state)).digest('base64url'),
      code_challenge_method: 'S256',
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return { url: url.href, state };
  }

  /**
   * Exchanges the code for an ID token, and reads the user from it.
   * @param given.begun the state that this browser began with
   * @throws TokenRefusedError, UnavailableError
   */
  async finish({ code, state, iss }: CodeReturn, given: { begun: string | undefined; origin: string; now: number }): Promise<TokenUser> {
    const { config } = this.issuer;
    if (given.begun === undefined || !isSame(given.begun, state))
      throw new TokenRefusedError('this browser began no such sign-in, or began it too long ago');
    if (iss !== undefined && iss !== config.issuer) throw new TokenRefusedError('the answer is of another issuer');
    const text = await this.#exchange(code, { state, origin: given.origin, config });
    return tokenUser(await verifyIdToken(this.issuer, text, { nonce: this.#derive('nonce', state), now: given.now }), config);
  }

  async #exchange(code: string, { state, origin, config }: { state: string; origin: string; config: OidcConfig }): Promise<string> {
    const endpoint = requireValue((await this.issuer.metadata()).token_endpoint, 'token endpoint of the issuer');
    const { isOk, body } = await this.issuer.post(endpoint, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: origin + returnPath,
      client_id: config.clientId ?? '',
      code_verifier: this.#derive('verifier', state),
      ...(config.clientSecret !== undefined && { client_secret: config.clientSecret }),
    });
    const { id_token: token, error, error_description: description } = body;
    if (!isOk || typeof token !== 'string') throw new TokenRefusedError(`the issuer refuses the code: ${String(description ?? error)}`);
    return token;
  }

  #derive(use: 'verifier' | 'nonce', state: string): string {
    return createHmac('sha256', this.#key).update(`${use} ${state}`).digest('base64url');
  }
}

const isSame = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
