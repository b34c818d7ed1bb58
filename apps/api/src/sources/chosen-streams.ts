import { ProblemException } from '@twl/platform';
import type { Source, SourceStream } from '@twl/ports';

/** @throws ProblemException 409 if the source has problems and therefore no streams */
export function refuseIfBroken({ name, problems }: Source): void {
  if (problems.length === 0) return;
  const errors = problems.map((message) => ({ path: name, message }));
  throw new ProblemException({ status: 409, code: 'SOURCE_HAS_PROBLEMS', detail: `source ${name} has problems`, errors });
}

/** Selects streams of a source, in its order; all by default. @throws ProblemException 400 for an unknown stream */
export function chosenStreams({ name, streams }: Source, wanted: string[] | undefined): SourceStream[] {
  if (!wanted) return streams;
  const known = streams.map((stream) => stream.name);
  const errors = wanted.flatMap((stream, index) =>
    known.includes(stream) ? [] : [{ path: `streams.${index}`, message: `source ${name} has no stream ${JSON.stringify(stream)}` }],
  );
  if (errors.length === 0) return streams.filter((stream) => wanted.includes(stream.name));
  throw new ProblemException({
    status: 400,
    code: 'INVALID_REQUEST',
    detail: `source ${name} has the streams ${known.join(', ')}`,
    errors,
  });
}
