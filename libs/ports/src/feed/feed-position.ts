import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { BadCursorError } from '../errors';
import { readPosition, writePosition } from '../text/position';

/** How far a reader of a feed is in one stream. */
export interface FeedPosition {
  source: string;
  stream: string;
  generation: string;
  /** For each log the last commit that was read whole. */
  read: number[];
  /** The log of which a commit was read in part, and how many changes of it. */
  log?: number | undefined;
  index: number;
  /** As old as what is read next, ms. */
  at: number;
  /** Where the snapshot stands: empty at its beginning, then a key behind a dot; undefined when it is over. */
  snapshot: string | undefined;
}

/** What a position belongs to. */
export const positionOwner = ({ source, stream }: { source?: string | undefined; stream?: string | undefined }): readonly unknown[] => [
  'changes',
  source ?? null,
  stream ?? null,
];

type Tuple = [string, string, string, number[], number | null, number, number, string | null];

/** Bytes of positions before they are packed. */
const maxOutputLength = 1_000_000;

/** Writes positions as one text; about 50 characters for each stream. */
export const writeFeedPositions = (owner: readonly unknown[], positions: readonly FeedPosition[]): string => {
  const tuples = positions.map(({ source, stream, generation, read, log, index, at, snapshot }): Tuple => [
    source,
    stream,
    generation,
    read,
    log ?? null,
    index,
    at,
    snapshot ?? null,
  ]);
  return writePosition(owner, [deflateRawSync(JSON.stringify(tuples), { level: 9 }).toString('base64url')]);
};

/** Reads positions by source and stream. @throws BadCursorError */
export const readFeedPositions = (owner: readonly unknown[], text: string): Map<string, FeedPosition> => {
  const [packed] = readPosition<[string]>(owner, text, ['']);
  try {
    const tuples = JSON.parse(inflateRawSync(Buffer.from(packed, 'base64url'), { maxOutputLength }).toString()) as Tuple[];
    return new Map(
      tuples.map(([source, stream, generation, read, log, index, at, snapshot]) => [
        JSON.stringify([source, stream]),
        { source, stream, generation, read, log: log ?? undefined, index, at, snapshot: snapshot ?? undefined },
      ]),
    );
  } catch {
    throw new BadCursorError();
  }
};
