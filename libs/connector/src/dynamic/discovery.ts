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

/** Where discovery remembers, and whether it may ask. */
export interface DiscoveryOptions {
  source: string;
  /** Ask the source; else only what it said before counts. */
  asks: boolean;
  memory: TokenVault | undefined;
  mask: SecretMask;
}

/**
 * Finds streams that only the source itself knows. What it said is remembered, so that loading a source, and applying its stored pages,
 * needs no network.
 */
export class Discovery {
  /** There are such streams. */
  needed = false;
  /** The source was asked for them, now or before. */
  known = true;
  private readonly found: Record<string, Json> = {};
  /** What was remembered when it was looked at, as text. */
  revision: string | undefined;
  private remembered: Promise<Json> | undefined;

  constructor(private readonly options: DiscoveryOptions) {}

  /** What a source said when it was asked last, as text; undefined when it never was. @throws UnavailableError */
  static async recall(memory: TokenVault | undefined, source: string): Promise<string | undefined> {
    try {
      return await memory?.load(nameOf(source));
    } catch (error) {
      const reason = errorText(error);
      throw new UnavailableError(`what source ${source} said of its streams cannot be read: ${reason}`, error);
    }
  }

  /** The values of a resolver that has to ask; none while nothing is known. @throws what asking throws */
  async values(resolver: ComponentsResolver, node: ComponentNode): Promise<Values[]> {
    this.needed = true;
    const name = createHash('sha256').update(toCanonicalJson(node.properties)).digest('hex').slice(0, 16);
    if (this.options.asks) this.found[name] = await this.ask(resolver);
    else this.found[name] = (await this.recall(name)) ?? null;
    const values = this.found[name];
    if (!Array.isArray(values)) this.known = false;
    return Array.isArray(values) ? (values as Values[]) : [];
  }

  /** Remembers what was found. */
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
