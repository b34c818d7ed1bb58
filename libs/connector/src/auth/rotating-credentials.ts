import { createHash } from 'node:crypto';
import type { JsonObject } from '@twl/contracts';
import { memberAt } from '@twl/json';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { readTime } from './tokens/token-response';
import type { CachedToken } from './tokens/token-cache';
import { vaultKey, type TokenVault } from './tokens/token-vault';

const textAt = (config: JsonObject, path: string[]): string => {
  const value = memberAt(config, path);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

const paths = {
  refresh_token_config_path: ['credentials', 'refresh_token'],
  access_token_config_path: ['credentials', 'access_token'],
  token_expiry_date_config_path: ['credentials', 'token_expiry_date'],
};

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The credentials between two refreshes. */
interface Known {
  refreshToken: string;
  token?: CachedToken;
}

/**
 * Refresh tokens that work once, or that change: the newest one is kept in the vault, as long as the config still has the one
 * that they all come from.
 */
export class RotatingCredentials {
  /** Identifies the credentials; the same for every component that uses them. */
  readonly name: string;
  private readonly origin: Known;
  private readonly vault: TokenVault | undefined;
  private known: Known | undefined;

  constructor(
    updater: ComponentNode,
    private readonly context: BuildContext,
  ) {
    const pathOf = (name: keyof typeof paths): string[] => (updater.has(name) ? updater.texts(name) : paths[name]);
    const { config } = context;
    const expiry = textAt(config, pathOf('token_expiry_date_config_path'));
    const value = textAt(config, pathOf('access_token_config_path'));
    const refreshToken = textAt(config, pathOf('refresh_token_config_path'));
    const expiresAt = readTime(expiry);
    if (expiry && expiresAt === undefined) throw updater.error('the config has no time at token_expiry_date_config_path');
    this.origin = { refreshToken, ...(value && expiresAt !== undefined ? { token: { value, expiresAt } } : {}) };
    this.vault = context.memory.get(vaultKey) as TokenVault | undefined;
    this.name = `oauth ${context.source} ${pathOf('refresh_token_config_path').join('.')} ${digest(refreshToken)}`;
  }

  async current(): Promise<Known> {
    this.known ??= (await this.fromVault()) ?? this.origin;
    this.context.secrets.add(this.known.refreshToken);
    if (this.known.token) this.context.secrets.add(this.known.token.value);
    return this.known;
  }

  /** Stores the result of a refresh before it is used. */
  async keep(known: Known): Promise<void> {
    this.known = known;
    if (this.vault) await this.vault.save(this.name, JSON.stringify(known));
    else if (known.refreshToken !== this.origin.refreshToken) {
      this.context.log.warn('auth.refresh_token_not_kept', { source: this.context.source });
    }
  }

  private async fromVault(): Promise<Known | undefined> {
    const text = await this.vault?.load(this.name);
    return text === undefined ? undefined : (JSON.parse(text) as Known);
  }
}
