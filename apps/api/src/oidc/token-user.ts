import { roleSchema, type CallerRole } from '@twl/contracts';
import type { OidcConfig } from '@twl/platform';
import type { JWTPayload } from 'jose';

/** A user as a token describes them. */
export interface TokenUser {
  /** Name for the audit log, with the subject, because only that is unique. */
  name: string;
  /** Undefined if the token names no role and there is no default. */
  role: CallerRole | undefined;
}

/** Reads a user from the claims of a token. */
export const tokenUser = (claims: JWTPayload, { roleClaim, defaultRole }: Pick<OidcConfig, 'roleClaim' | 'defaultRole'>): TokenUser => {
  const found = rolesIn(claimAt(claims, roleClaim));
  const strongest = roleSchema.options.findLast((role) => found.includes(role));
  return { name: nameIn(claims), role: strongest ?? (defaultRole === 'none' ? undefined : defaultRole) };
};

/** Finds a claim by its name, or by a path with dots, as in `realm_access.roles`. */
const claimAt = (claims: JWTPayload, name: string): unknown =>
  Object.hasOwn(claims, name)
    ? claims[name]
    : name
        .split('.')
        .reduce<unknown>(
          (at, key) => (typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? (at as Record<string, unknown>)[key] : undefined),
          claims,
        );

/** Roles are texts in a list, or separated by blanks; a prefix tells them from those of other products. */
const rolesIn = (value: unknown): string[] => {
  const texts = Array.isArray(value) ? (value as unknown[]) : typeof value === 'string' ? value.split(/[\s,]+/) : [];
  return texts.filter((text) => typeof text === 'string').map((text) => text.replace(/^twl[-:]/, ''));
};

const nameIn = ({ sub = '', ...claims }: JWTPayload): string => {
  const named = ['email', 'preferred_username', 'username', 'cognito:username', 'name', 'client_id'].map((claim) => claims[claim]);
  const name = named.find((value) => typeof value === 'string' && value !== '' && value !== sub);
  return name === undefined ? sub : `${String(name)} (${sub})`;
};
