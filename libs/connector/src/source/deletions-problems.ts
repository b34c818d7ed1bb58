import { deletableShare, deletionFlag } from '@twl/contracts';
import { isJsonObject } from '@twl/json';
import type { SourceStream } from '@twl/ports';
import { DeclarativeStream } from '../stream/declarative-stream';
import type { SourceParts } from './source-parts';

/** Finds settings of deletions that cannot work for their stream. */
export const checkDeletions = ({ document, problems }: SourceParts, streams: readonly SourceStream[]): void => {
  const written = isJsonObject(document.value) ? document.value['streams'] : undefined;
  for (const stream of streams) {
    const problem = stream instanceof DeclarativeStream ? (snapshotProblem(stream) ?? flagProblem(stream)) : undefined;
    if (problem === undefined) continue;
    const settings = isJsonObject(written) ? written[stream.name] : undefined;
    const position = document.positions.get(settings ?? null, 'deletions');
    problems.add(`streams.${stream.name}.deletions`, problem, position);
  }
};

/** A missing record means nothing if a run only requests new ones. */
const snapshotProblem = (stream: DeclarativeStream): string | undefined => {
  if (deletableShare(stream.settings.deletions) === undefined) return undefined;
  const cursor = stream.cursorField;
  if (cursor === undefined && stream.farFuture() === undefined) return undefined;
  const detail = `snapshot needs runs that list everything, and the stream is incremental${cursor ? `, by ${cursor}` : ''}`;
  return `${detail} (leave it out, or take incremental_sync out of the manifest)`;
};

/** A redacted field cannot be read. */
const flagProblem = ({ settings }: DeclarativeStream): string | undefined => {
  const field = deletionFlag(settings.deletions)?.field;
  if (field === undefined) return undefined;
  const redacted = settings.redact
    .map((each) => (typeof each === 'string' ? each : each.field))
    .find((each) => field === each || field.startsWith(`${each}.`));
  return redacted === undefined
    ? undefined
    : `${field} is redacted, so that no record could say that it is deleted (leave ${redacted} out of redact)`;
};
