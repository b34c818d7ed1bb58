import { errorText } from '@twl/json';
import type { OidcConfig } from '@twl/platform';
import { UnavailableError } from '@twl/ports';
import type { JWTVerifyGetKey } from 'jose';
import * as z from 'zod';

/** What is used of the discovery document of an issuer. */
const metadataSchema = z.object({
  issuer: z.string(),
  jwks_uri: z.url(),
  authorization_endpoint: z.url().optional(),
  token_endpoint: z.url().optional(),
  end_session_endpoint: z.url().optional(),
});
type IssuerMetadata = z.infer<typeof metadataSchema>;

/** How long the discovery document is kept, and how long the issuer may take to answer, ms. */
const [keptMs, timeoutMs] = [3_600_000, 5000];

const away = (cause: unknown): UnavailableError =>
  new UnavailableError(`the issuer of tokens gives no usable answer: ${errorText(cause)}`, cause);

/** An OpenID Connect issuer: where its endpoints are, and its keys. Nothing is asked before the first token. */
export class Issuer {
  private known: { at: number; metadata: Promise<IssuerMetadata> } | undefined;
  private keySet: Promise<JWTVerifyGetKey> | undefined;

  constructor(readonly config: OidcConfig) {}

  /** @throws UnavailableError */
  async metadata(): Promise<IssuerMetadata> {
    if (!this.known || performance.now() - this.known.at > keptMs) this.known = { at: performance.now(), metadata: this.discover() };
    try {
      return await this.known.metadata;
    } catch (error) {
      this.known = undefined;
      throw error;
    }
  }

  /** Returns the keys of the issuer; a key it does not know yet is fetched. @throws UnavailableError */
  async keys(): Promise<JWTVerifyGetKey> {
    this.keySet ??= this.openKeys();
    try {
      return await this.keySet;
    } catch (error) {
      this.keySet = undefined;
      throw error;
    }
  }

  /** Sends a form to an endpoint of the issuer, and returns its answer. @throws UnavailableError */
  async post(endpoint: string, form: Record<string, string>): Promise<{ isOk: boolean; body: Record<string, unknown> }> {
    try {
      const options = {
        method: 'POST',
        body: new URLSearchParams(form),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      } as const;
      const response = await fetch(endpoint, { ...options, headers: { accept: 'application/json' } });
      if (response.status >= 500) throw new Error(`status ${response.status}`);
      return { isOk: response.ok, body: (await response.json()) as Record<string, unknown> };
    } catch (error) {
      throw away(error);
    }
  }

  private async openKeys(): Promise<JWTVerifyGetKey> {
    const { createRemoteJWKSet } = await import('jose');
    const address = this.config.jwksUri ?? (await this.metadata()).jwks_uri;
    return createRemoteJWKSet(new URL(address), { timeoutDuration: timeoutMs, cooldownDuration: 10_000 });
  }

  private async discover(): Promise<IssuerMetadata> {
    try {
      const address = `${this.config.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
      const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
      if (!response.ok) throw new Error(`status ${response.status} at ${address}`);
      const metadata = metadataSchema.parse(await response.json());
      if (metadata.issuer !== this.config.issuer) throw new Error(`it names itself ${metadata.issuer}, not as OIDC_ISSUER does`);
      return metadata;
    } catch (error) {
      throw away(error);
    }
  }
}
