/** A stream of a source, by its names. */
interface StreamNames {
  source: string;
  stream: string;
}

/** A name in front of a dot: what divides the parts of an id is written `~1` in it, and `~` is written `~0`. */
const part = (name: string): string => name.replaceAll('~', '~0').replaceAll('.', '~1');

/** Names a stream in one text. No two streams share one, whatever their names are. */
export const streamId = ({ source, stream }: StreamNames): string => `${part(source)}.${part(stream)}`;

/** What the ids of a stream's records begin with; no other stream's do. */
export const recordIdPrefix = (of: StreamNames): string => `${streamId(of)}.`;

/** The id of a record: `{source}.{stream}.{primary key}`, with `~1` for each dot in the names. No two records share one. */
export const recordId = (of: StreamNames, key: string): string => recordIdPrefix(of) + key;

/** Divides the id of a record into the prefix of its stream and its key; undefined for a text that is none. */
export const splitRecordId = (id: string): { prefix: string; key: string } | undefined => {
  const end = id.indexOf('.', id.indexOf('.') + 1) + 1;
  return end > 1 && id.indexOf('.') + 1 < end ? { prefix: id.slice(0, end), key: id.slice(end) } : undefined;
};
