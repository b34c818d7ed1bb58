import { roleSchema, type CallerRole } from '@twl/contracts';
import * as z from 'zod';
import { oneOf } from './one-of';

/** An OpenID Connect issuer that signs users in, and how its tokens are read. */
export interface OidcConfig {
  /** As the tokens name it. */
  issuer: string;
  /** For whom access tokens must be: one of these. */
  audience: string[];
  /** The client of the dashboard; undefined: users sign in at the dashboard by key alone. */
  clientId?: string;
  /** Only for a confidential client. */
  clientSecret?: string;
  /** Where the keys of the issuer are; default where its discovery document says. */
  jwksUri?: string;
  scopes: string;
  /** Claim that holds the role of a user: its name, or a path with dots. */
  roleClaim: string;
  /** Role of users whose tokens name none. */
  defaultRole: CallerRole | 'none';
}

const loopback = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/;

const address = z.string().refine((text) => URL.canParse(text) && (text.startsWith('https://') || loopback.test(text)), {
  error: 'must be a URL that starts with https://',
});

const schema = z.object({
  OIDC_ISSUER: address,
  OIDC_AUDIENCE: z.string().optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_JWKS_URI: address.optional(),
  OIDC_SCOPES: z.string().default('openid profile email'),
  OIDC_ROLE_CLAIM: z.string().default('roles'),
  OIDC_DEFAULT_ROLE: oneOf(['none', ...roleSchema.options]).prefault('none'),
});

/** Reads the settings of the issuer; without `OIDC_ISSUER` there is none. @returns the issuer and all its problems */
export const readOidcConfig = (given: Record<string, string>): { oidc?: OidcConfig; problems: string[] } => {
  if (given['OIDC_ISSUER'] === undefined) return { problems: [] };
  const { data, error } = schema.safeParse(given);
  const problems = (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
  if (given['OIDC_AUDIENCE'] === undefined && given['OIDC_CLIENT_ID'] === undefined)
    problems.push('OIDC_AUDIENCE: OIDC_ISSUER needs to know for whom tokens must be: set OIDC_AUDIENCE, or OIDC_CLIENT_ID');
  return { ...(data && problems.length === 0 && { oidc: toOidc(data) }), problems };
};

const toOidc = (settings: z.infer<typeof schema>): OidcConfig => ({
  issuer: settings.OIDC_ISSUER,
  audience: (settings.OIDC_AUDIENCE ?? settings.OIDC_CLIENT_ID ?? '').split(',').map((name) => name.trim()),
  clientId: settings.OIDC_CLIENT_ID,
  clientSecret: settings.OIDC_CLIENT_SECRET,
  jwksUri: settings.OIDC_JWKS_URI,
  scopes: settings.OIDC_SCOPES,
  roleClaim: settings.OIDC_ROLE_CLAIM,
  defaultRole: settings.OIDC_DEFAULT_ROLE,
});
