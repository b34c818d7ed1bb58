import { nameSchema, sourceSettingsSchema, type Json, type SourceSettings } from '@twl/contracts';
import { isJsonObject } from '@twl/json';
import { suggest, requireFirst } from '@twl/ports';
import type { YamlDocument } from '../document/yaml-document';
import type { Problems } from '../manifest/problems';
import { findRefreshProblem, findScheduleProblems } from './checks/schedule-problems';

/** Checks `source.yaml` against its schema. Undefined, with the problems reported, if it is invalid. */
export const readSettings = (document: YamlDocument, folder: string, problems: Problems): SourceSettings | undefined => {
  const value = document.value ?? {};
  const parsed = sourceSettingsSchema.safeParse(plainMessage(value));
  const name = nameSchema.safeParse(folder);
  if (!name.success) problems.add('', `the folder ${JSON.stringify(folder)} cannot be a name: ${requireFirst(name.error.issues).message}`);
  checkSchedule({ document, value, problems });
  checkRefreshes({ document, value, problems });
  if (!parsed.success) {
    for (const issue of parsed.error.issues) reportIssue(issue, { document, value, problems });
    return undefined;
  }
  if (parsed.data.name !== undefined && parsed.data.name !== folder) {
    problems.add(
      'name',
      `is ${parsed.data.name}, but the folder is ${folder} (make them equal, or leave the name out)`,
      locateIssue(document, value, ['name']),
    );
  }
  return parsed.data;
};

interface Where {
  document: YamlDocument;
  value: Json;
  problems: Problems;
}

const checkSchedule = ({ document, value, problems }: Where): void => {
  const schedule = isJsonObject(value) ? value['schedule'] : undefined;
  if (!isJsonObject(schedule)) return;
  for (const { key, detail } of findScheduleProblems(schedule))
    problems.add(`schedule.${key}`, detail, locateIssue(document, value, ['schedule', key]));
};

const checkRefreshes = ({ document, value, problems }: Where): void => {
  const streams = isJsonObject(value) ? value['streams'] : undefined;
  for (const [name, stream] of Object.entries(isJsonObject(streams) ? streams : {})) {
    const detail = isJsonObject(stream) ? findRefreshProblem(stream['refresh']) : undefined;
    if (detail !== undefined) problems.add(`streams.${name}.refresh`, detail, locateIssue(document, value, ['streams', name, 'refresh']));
  }
};

type Issue = { code?: string; path: PropertyKey[]; message: string; keys?: string[]; errors?: Issue[][] };

const reportIssue = (issue: Issue, where: Where): void => {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys ?? []) {
      const near = suggest(key, knownKeys(path));
      const detail = `is not a key of source.yaml${near ? ` (did you mean ${near}?)` : ''}`;
      where.problems.add([...path, key].join('.'), detail, locateIssue(where.document, where.value, [...path, key]));
    }
    return;
  }
  const deeper = issue.errors?.toSorted((a, b) => depth(b) - depth(a))[0];
  if (deeper && depth(deeper) > 0) {
    for (const inner of deeper) reportIssue({ ...inner, path: [...issue.path, ...inner.path] }, where);
    return;
  }
  where.problems.add(path.join('.'), issue.message, locateIssue(where.document, where.value, path));
};

const depth = (issues: Issue[]): number => Math.max(0, ...issues.map((issue) => issue.path.length));

/** Position of the deepest part of a path that is written down. */
const locateIssue = (document: YamlDocument, value: Json, path: string[]) => {
  let position = document.positions.get(value);
  let current: Json | undefined = value;
  for (const part of path) {
    if (typeof current !== 'object' || current === null) break;
    const key = Array.isArray(current) ? Number(part) : part;
    position = document.positions.get(current, key) ?? position;
    current = Array.isArray(current) ? current[Number(part)] : isJsonObject(current) ? current[part] : undefined;
  }
  return position;
};

const topKeys = Object.keys(sourceSettingsSchema.shape);
const streamKeys = [
  'primaryKey',
  'occurredAt',
  'title',
  'volatileFields',
  'redact',
  'expect',
  'conditional',
  'contract',
  'history',
  'deletions',
  'refresh',
  'retention',
];
const others = [
  'cron',
  'timeZone',
  'catchUp',
  'minRecords',
  'declaredCount',
  'added',
  'changed',
  'removed',
  'rawDays',
  'versionDays',
  'field',
  'values',
  'mode',
  'maxShare',
  'how',
  'secret',
];

const knownKeys = (path: string[]): string[] => {
  if (path.length === 0) return topKeys;
  return path[0] === 'streams' && path.length === 2 ? streamKeys : others;
};

/** Converts numbers of any size to plain numbers, for zod. */
const plainMessage = (value: Json): unknown => {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plainMessage);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainMessage(item)]));
};
