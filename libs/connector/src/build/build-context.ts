import type { JsonObject, SourceLimits } from '@twl/contracts';
import type { Clock, Log } from '@twl/ports';
import type { ComponentsResolver } from '../roles/components-resolver';
import type { CursorPlan } from '../roles/cursor-plan';
import type { PartitionRouter } from '../roles/partition-router';
import type { PaginationStrategy, Paginator } from '../roles/paging';
import type { Redaction } from '../roles/redaction';
import type { Requester } from '../roles/requester';
import type { Retriever } from '../roles/retriever';
import type { RecordStream } from './record-stream';
import type { ComponentNode } from './component-node';
import type { ManifestError } from '../errors/connector-errors';
import type { Sender } from '../exchange/exchange';
import type { TextMask } from '../secrets/secret-mask';
import type {
  ApiBudget,
  Authenticator,
  Backoff,
  Decoder,
  ErrorHandler,
  Extractor,
  RecordFilter,
  RecordSelector,
  ResponseFilter,
  SchemaLoader,
  SchemaNormalization,
  StateMigration,
  Transformation,
} from '../roles/roles';
import type { Interpolator, Scope } from '@twl/jinja';

/** The interface of each role of the language. */
export interface Roles {
  apiBudget: ApiBudget;
  authenticator: Authenticator;
  backoff: Backoff;
  componentsResolver: ComponentsResolver;
  cursor: CursorPlan;
  decoder: Decoder;
  errorHandler: ErrorHandler;
  extractor: Extractor;
  paginationStrategy: PaginationStrategy;
  paginator: Paginator;
  partitionRouter: PartitionRouter;
  recordFilter: RecordFilter;
  recordSelector: RecordSelector;
  recordStream: RecordStream;
  requester: Requester;
  retriever: Retriever;
  responseFilter: ResponseFilter;
  schemaLoader: SchemaLoader;
  schemaNormalization: SchemaNormalization;
  stateMigration: StateMigration;
  transformation: Transformation;
}

/** A part in a stream's work. */
export type Role = keyof Roles;

/** Builds one component and checks what the schema of the language cannot. @throws ManifestError with the position of the problem */
export type Builder<T> = (node: ComponentNode, context: BuildContext) => T;

/** The builders of one role by component type: every role's folder exports one (`export const decoders = { ... } satisfies Builders<'decoder'>`). */
export type Builders<R extends Role> = Record<string, Builder<Roles[R]>>;

/** What builders can use. One per stream. */
export interface BuildContext {
  readonly source: string;
  /** Name of the stream being built; empty while the source's own parts are built. */
  readonly stream: string;
  /** The validated config, secrets in place. Never log it. */
  readonly config: JsonObject;
  readonly interpolator: Interpolator;
  readonly clock: Clock;
  readonly log: Log;
  readonly sender: Sender;
  readonly secrets: TextMask;
  /** Lives as long as the loaded source and is shared by its streams: token caches, budgets. */
  readonly memory: Map<string, unknown>;
  /** How much a run may take of the source. */
  readonly limits: SourceLimits;
  /** The folder of the source, for schema files. */
  readonly folder: string;
  /** The stream's decoder, for components that read responses (filters, session tokens); set while a retriever is built. */
  readonly decoder?: Decoder;
  /** What the stream adds to its record selector: its `transformations`, and its schema for normalisation. */
  readonly selection?: {
    transformations: Transformation[];
    schema?: SchemaLoader;
    /** The stream's cursor filters its records: then transformations run before the filter, unless the selector says otherwise. */
    clientSide?: boolean;
    /** The stream's cursor as declared. */
    cursor?: ComponentNode;
  };
  /** The address of the requester whose authenticator is built, as a template. */
  readonly requesterUrl?: string;
  /** 0 for a stream of the source, 1 for a stream that it is divided by, and so on. */
  readonly generation: number;
  /** Removes declared fields from every page of the stream. */
  readonly redaction?: Redaction;
  /** Warns about something that is not an error but should be known before a read. */
  warn(warning: ManifestError): void;
  /** Builds a part with the builder registered for its role and type. @throws ManifestError for one that is not supported */
  build<R extends Role>(role: R, node: ComponentNode): Roles[R];
  /** Returns a context with other settings for the components below. */
  with(
    changes: Partial<Pick<BuildContext, 'stream' | 'decoder' | 'selection' | 'redaction' | 'config' | 'requesterUrl' | 'generation'>>,
  ): BuildContext;
  /** Creates a scope of the current time with `config` and the given values. */
  scope(values?: Scope['values']): Scope;
}
