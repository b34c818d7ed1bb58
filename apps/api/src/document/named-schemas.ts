import type { OpenAPIObject } from '@nestjs/swagger';
import {
  acceptanceSchema,
  activitySchema,
  auditEntrySchema,
  changeSchema,
  countsSchema,
  driftSchema,
  freshnessSchema,
  handedOverSchema,
  listPageSchema,
  pageMetaSchema,
  problemSchema,
  rawRefSchema,
  reasonSchema,
  runCancellationSchema,
  runDeletionsSchema,
  runNoteSchema,
  runStateSchema,
  runSumSchema,
  sourcePauseSchema,
  streamStatusSchema,
  roleSchema,
  triggerSchema,
  usageSchema,
  versionSchema,
} from '@twl/contracts';
import * as z from 'zod';
import { requireValue } from '@twl/ports';
import { AlertDto, AlertListDto, TestAlertsDto } from '../alerts/alerts.dto';
import { AnalyticsDto } from '../analytics/analytics.dto';
import { ActionDto, AuditListDto } from '../audit/audit.dto';
import { ChangesDto } from '../changes/changes.dto';
import { AcceptChangesDto, AcceptedDto, ContractDto, DriftListDto } from '../contract/contract.dto';
import {
  DiscardDto,
  DiscardFailureDto,
  DiscardFailuresDto,
  DiscardsDto,
  OpenFailuresDto,
  RedriveDto,
  RedriveFailureDto,
  RedriveFailuresDto,
  RedrivesDto,
} from '../failures/failure-actions.dto';
import { CreateExportDto, ExportDto } from '../exports/exports.dto';
import { FailureGroupDto, FailureGroupsDto } from '../failures/failure-groups.dto';
import { FailureDto, FailureListDto } from '../failures/failures.dto';
import { LiveDto, ReadyDto } from '../health/health.dto';
import { VersionDiffDto } from '../records/record-views.dto';
import { ApiKeyDto, ApiKeyListDto, CreatedKeyDto, CreateKeyDto, RevokeKeyDto } from '../keys/keys.dto';
import { RawViewDto, RecordDto, RecordListDto, VersionListDto } from '../records/records.dto';
import { differenceSchema } from '../views/replay';
import { ReplayDto, ReplaysDto, ReplaySourceDto } from '../replays/replays.dto';
import { CancelledRunDto } from '../runs/run-actions.dto';
import { DecideDeletionsDto } from '../runs/run-deletions.dto';
import { RunDto, RunHistoryDto, RunListDto } from '../runs/runs.dto';
import { PausedSourceDto } from '../sources/source-actions.dto';
import { AuthorizationDto, EndedSessionDto, SessionDto, SignInByCodeDto, SignInByKeyDto } from '../session/session.dto';
import { RequestedRunsDto, RunSourceDto, SourceDto, SourceListDto } from '../sources/sources.dto';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

/** Request bodies. */
const bodies = [
  AcceptChangesDto,
  CreateKeyDto,
  RevokeKeyDto,
  ActionDto,
  SignInByCodeDto,
  SignInByKeyDto,
  CreateExportDto,
  DecideDeletionsDto,
  DiscardFailureDto,
  DiscardFailuresDto,
  OpenFailuresDto,
  RedriveFailureDto,
  RedriveFailuresDto,
  ReplaySourceDto,
  RunSourceDto,
  TestAlertsDto,
];

/** Response bodies. */
const responseBodies = [
  ...[RecordDto, RecordListDto, RawViewDto, VersionListDto, VersionDiffDto, AnalyticsDto, SourceDto, SourceListDto, RequestedRunsDto],
  ...[PausedSourceDto, CancelledRunDto, FailureGroupDto, FailureGroupsDto, DiscardsDto],
  ...[RunDto, RunHistoryDto, RunListDto, FailureDto, FailureListDto, RedriveDto, RedrivesDto, DiscardDto, ReplayDto, ReplaysDto],
  ...[
    ExportDto,
    ChangesDto,
    ContractDto,
    DriftListDto,
    AcceptedDto,
    AuditListDto,
    AlertDto,
    AlertListDto,
    ApiKeyDto,
    ApiKeyListDto,
    CreatedKeyDto,
    SessionDto,
    AuthorizationDto,
    EndedSessionDto,
    LiveDto,
    ReadyDto,
  ],
];

/** Schemas that several bodies share. */
const parts: Readonly<Record<string, z.ZodType>> = {
  Problem: problemSchema,
  HandedOver: handedOverSchema,
  ...{ ListPage: listPageSchema, RawRef: rawRefSchema, PageMeta: pageMetaSchema, Version: versionSchema, Difference: differenceSchema },
  ...{ Freshness: freshnessSchema, Activity: activitySchema, StreamStatus: streamStatusSchema, RunSum: runSumSchema },
  ...{
    RunState: runStateSchema,
    Trigger: triggerSchema,
    Role: roleSchema,
    Counts: countsSchema,
    RunNote: runNoteSchema,
    Usage: usageSchema,
  },
  ...{
    RunCancellation: runCancellationSchema,
    SourcePause: sourcePauseSchema,
    RunDeletions: runDeletionsSchema,
    Reason: reasonSchema,
    Drift: driftSchema,
    Acceptance: acceptanceSchema,
    AuditEntry: auditEntrySchema,
    Change: changeSchema,
  },
};

/** Returns the schema name of a DTO class. */
export const plainName = (className: string): string => className.replace(/Dto(_Output)?$/, '');

interface Dto {
  name: string;
  schema: z.ZodType;
}

const schemasByName = (classes: readonly Dto[]): Record<string, z.ZodType> =>
  Object.fromEntries(classes.map(({ name, schema }) => [plainName(name), schema]));

/** Returns every schema of the API by name; nested schemas become references. */
export function namedSchemas(): Schemas {
  const registry = z.registry<{ id: string }>();
  const requests = schemasByName(bodies as unknown as Dto[]);
  const responses = { ...schemasByName(responseBodies as unknown as Dto[]), ...parts };
  for (const [id, schema] of Object.entries({ ...requests, ...responses })) registry.add(schema, { id });
  const render = (io: 'input' | 'output') => z.toJSONSchema(registry, { io, uri: (id) => `#/components/schemas/${id}` }).schemas;
  const [input, output] = [render('input'), render('output')];
  const pick = (from: typeof input, names: object) =>
    Object.keys(names).map((name) => [name, requireValue(from[name], `schema ${name}`)] as const);
  const all = [...pick(input, requests), ...pick(output, responses).map(([name, schema]) => [name, allowMoreProperties(schema)] as const)];
  return Object.fromEntries(all.map(([name, schema]) => [name, withoutNoise(schema)])) as Schemas;
}

/** Allows further properties in responses, so that later versions can add some. */
const allowMoreProperties = (schema: object): object =>
  filterKeywords(schema, (key, value) => !(key === 'additionalProperties' && value === false));

const bounds = ['minimum', 'maximum'];

/** Removes redundant keywords: patterns of times that have a format, the bounds of exact integers, and the type of keys. */
export const withoutNoise = <T extends object>(schema: T): T =>
  filterKeywords(schema, (key, value, { format }) => {
    if (key === '$schema' || key === '$id' || key === 'propertyNames') return false;
    if (key === 'pattern') return format !== 'date-time' && format !== 'date';
    return !(bounds.includes(key) && Math.abs(value as number) === Number.MAX_SAFE_INTEGER);
  }) as T;

/** Copies a schema with the keywords that `keep` accepts. Property names are not keywords. */
function filterKeywords(schema: object, keep: (key: string, value: unknown, at: { format?: unknown }) => boolean): object {
  const copyValue = (value: unknown, isMap: boolean): unknown => {
    if (Array.isArray(value)) return value.map((one) => copyValue(one, false));
    if (typeof value !== 'object' || value === null) return value;
    const kept = Object.entries(value).filter(([key, inner]) => isMap || keep(key, inner, value as { format?: unknown }));
    return Object.fromEntries(kept.map(([key, inner]) => [key, copyValue(inner, !isMap && key === 'properties')]));
  };
  return copyValue(schema, false) as object;
}
