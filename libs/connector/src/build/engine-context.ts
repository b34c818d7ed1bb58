import type { JsonObject, SourceLimits } from '@twl/contracts';
import type { Clock, Log } from '@twl/ports';
import type { BuildContext, Role, Roles } from './build-context';
import type { ComponentNode } from './component-node';
import type { Sender } from '../exchange/exchange';
import type { TextMask } from '../secrets/secret-mask';
import type { ManifestError } from '../errors/connector-errors';
import { TemplateError, type Interpolator, type Scope } from '@twl/jinja';
import { builderOf, type Registry } from './registry';

/** What the parts of one source share. */
export interface EngineParts {
  source: string;
  folder: string;
  config: JsonObject;
  limits: SourceLimits;
  interpolator: Interpolator;
  clock: Clock;
  log: Log;
  sender: Sender;
  secrets: TextMask;
  registry: Registry;
  warn(warning: ManifestError): void;
}

type Changes = Parameters<BuildContext['with']>[0];

/** The build context of a source and, with changes, of its streams and their parts. */
export class EngineContext implements BuildContext {
  readonly source: string;
  readonly folder: string;
  readonly limits: SourceLimits;
  readonly interpolator: Interpolator;
  readonly clock: Clock;
  readonly log: Log;
  readonly sender: Sender;
  readonly secrets: TextMask;
  readonly stream: string;
  readonly config: JsonObject;
  readonly decoder: BuildContext['decoder'];
  readonly selection: BuildContext['selection'];
  readonly redaction: BuildContext['redaction'];
  readonly requesterUrl: string | undefined;
  readonly generation: number;

  constructor(
    private readonly parts: EngineParts,
    private readonly changes: Changes = {},
    readonly memory: Map<string, unknown> = new Map(),
  ) {
    this.source = parts.source;
    this.folder = parts.folder;
    this.limits = parts.limits;
    this.interpolator = parts.interpolator;
    this.clock = parts.clock;
    this.log = parts.log;
    this.sender = parts.sender;
    this.secrets = parts.secrets;
    this.stream = changes.stream ?? '';
    this.config = changes.config ?? parts.config;
    this.decoder = changes.decoder;
    this.selection = changes.selection;
    this.redaction = changes.redaction;
    this.requesterUrl = changes.requesterUrl;
    this.generation = changes.generation ?? 0;
  }

  warn(warning: ManifestError): void {
    this.parts.warn(warning);
  }

  build<R extends Role>(role: R, node: ComponentNode): Roles[R] {
    try {
      return builderOf(this.parts.registry, role, node)(node, this);
    } catch (error) {
      throw error instanceof TemplateError ? node.templateError(error) : error;
    }
  }

  with(changes: Changes): BuildContext {
    return new EngineContext(this.parts, { ...this.changes, ...changes }, this.memory);
  }

  scope(values: Scope['values'] = {}): Scope {
    const { clock, config } = this;
    return { values: { config, ...values }, now: clock.now(), random: () => clock.random() };
  }
}
