/** Names of a stream and its source. */
interface StreamNames {
  source: string;
  stream: string;
}

/** Escapes a name for use in an id: `~` becomes `~0` and a dot becomes `~1`, because dots separate the parts. */
const part = (name: string): string => name.replaceAll('~', '~0').replaceAll('.', '~1');

/** Id of a stream, unique for any names. */
export const streamId = ({ source, stream }: StreamNames): string => `${part(source)}.${part(stream)}`;

/** Prefix of the record ids of a stream, unique to the stream. */
export const recordIdPrefix = (of: StreamNames): string => `${streamId(of)}.`;

/** Unique id of a record: `{source}.{stream}.{primary key}`, with `~1` for each dot in the names. */
export const recordId = (of: StreamNames, key: string): string => recordIdPrefix(of) + key;

/** Splits a record id into the prefix of its stream and its key; undefined if the text is not a record id. */
export const splitRecordId = (id: string): { prefix: string; key: string } | undefined => {
  const end = id.indexOf('.', id.indexOf('.') + 1) + 1;
  return end > 1 && id.indexOf('.') + 1 < end ? { prefix: id.slice(0, end), key: id.slice(end) } : undefined;
};
