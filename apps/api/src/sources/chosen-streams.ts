import { ProblemException } from '@twl/platform';
import type { Source, SourceStream } from '@twl/ports';

/** @throws ProblemException 409 when a source has problems, and so no streams */
export function refuseIfBroken({ name, problems }: Source): void {
  if (problems.length === 0) return;
  const errors = problems.map((message) => ({ path: name, message }));
  throw new ProblemException({ status: 409, code: 'SOURCE_HAS_PROBLEMS', detail: `source ${name} has problems`, errors });
}

/** The streams of a source that are wanted, in its order; all when none is named. @throws ProblemException 400 for one it does not have */
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
