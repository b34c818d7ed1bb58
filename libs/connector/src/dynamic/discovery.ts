import { createHash } from 'node:crypto';
import type { Json } from '@twl/contracts';
import { toCanonicalJson } from '@twl/fingerprint';
import { toJsonText, parseExactJson, isJsonObject, errorText } from '@twl/json';
import { UnavailableError } from '@twl/ports';
import type { TokenVault } from '../auth/tokens/token-vault';
import type { ComponentNode } from '../build/component-node';
import type { SecretMask } from '../secrets/secret-mask';
import type { ComponentsResolver } from '../roles/components-resolver';

const nameOf = (source: string): string => `streams of ${source}`;

type Values = Readonly<Record<string, Json>>;

/** Where discovery stores its results, and whether it may send requests. */
export interface DiscoveryOptions {
  source: string;
  /** Ask the source; otherwise only the stored response counts. */
  asks: boolean;
  memory: TokenVault | undefined;
  mask: SecretMask;
}

/**
 * Finds streams that only the source knows. The result is stored, so that loading a source and applying its stored pages needs no network.
 */
export class Discovery {
  /** There are such streams. */
  needed = false;
  /** True once the source was asked, now or earlier. */
  known = true;
  private readonly found: Record<string, Json> = {};
  /** The stored values when they were read, as text. */
  revision: string | undefined;
  private remembered: Promise<Json> | undefined;

  constructor(private readonly options: DiscoveryOptions) {}

  /** Returns the last values of a source, as text; undefined if it was never asked. @throws UnavailableError */
  static async recall(memory: TokenVault | undefined, source: string): Promise<string | undefined> {
    try {
      return await memory?.load(nameOf(source));
    } catch (error) {
      const reason = errorText(error);
      throw new UnavailableError(`what source ${source} said of its streams cannot be read: ${reason}`, error);
    }
  }

  /** Returns the values of a resolver that sends requests; empty while nothing is known. @throws the errors of the request */
  async values(resolver: ComponentsResolver, node: ComponentNode): Promise<Values[]> {
    this.needed = true;
    const name = createHash('sha256').update(toCanonicalJson(node.properties)).digest('hex').slice(0, 16);
    if (this.options.asks) this.found[name] = await this.ask(resolver);
    else this.found[name] = (await this.recall(name)) ?? null;
    const values = this.found[name];
    if (!Array.isArray(values)) this.known = false;
    return Array.isArray(values) ? (values as Values[]) : [];
  }

  /** Stores the values. */
  async keep(): Promise<void> {
    const { asks, memory, source } = this.options;
    const text = toJsonText(this.found);
    if (this.needed && asks && (await Discovery.recall(memory, source)) !== text) await memory?.save(nameOf(source), text);
  }

  private async ask(resolver: ComponentsResolver): Promise<Json> {
    const values: Json[] = [];
    for await (const each of resolver.values()) values.push(each);
    return parseExactJson(this.options.mask.maskData(toJsonText(values)));
  }

  private async recall(name: string): Promise<Json | undefined> {
    const { memory, source } = this.options;
    this.remembered ??= Discovery.recall(memory, source).then((text) => {
      this.revision = text;
      return text === undefined ? null : parseExactJson(text);
    });
    const known = await this.remembered;
    return isJsonObject(known) ? known[name] : undefined;
  }
}
