import { deletableShare } from '@twl/contracts';
import type { SourceStream } from '@twl/ports';
import { isJsonObject } from '../document/json-object';
import { DeclarativeStream } from '../stream/declarative-stream';
import type { SourceParts } from './build-source';

/** Absence means nothing where a run asks only for what is new: such a stream cannot have `deletions: snapshot`. */
export const checkDeletions = ({ document, problems }: SourceParts, streams: readonly SourceStream[]): void => {
  const written = isJsonObject(document.value) ? document.value['streams'] : undefined;
  for (const stream of streams) {
    if (!(stream instanceof DeclarativeStream) || deletableShare(stream.settings.deletions) === undefined) continue;
    const cursor = stream.cursorField;
    if (cursor === undefined && stream.farFuture() === undefined) continue;
    const settings = isJsonObject(written) ? written[stream.name] : undefined;
    const detail = `snapshot needs runs that list everything, and the stream is incremental${cursor ? `, by ${cursor}` : ''}`;
    const position = document.positions.get(settings ?? null, 'deletions');
    problems.add(`streams.${stream.name}.deletions`, `${detail} (leave it out, or take incremental_sync out of the manifest)`, position);
  }
};
