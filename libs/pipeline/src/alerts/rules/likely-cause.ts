import type { Reason, RunState } from '@twl/contracts';
import type { StoredRun } from '@twl/ports';

/** Causes of failed runs by the text of their reason; the first that matches counts. */
const runCauses: readonly [RegExp, string][] = [
  [
    /\b(401|403)\b|unauthori[sz]ed|forbidden|secret .* (is )?(not set|missing)/i,
    'the source refuses the credentials: a secret is missing, wrong or expired',
  ],
  [/\b429\b|rate limit|too many requests/i, 'the source limits the number of requests'],
  [/\b(404|410)\b/, 'the address does not exist any more: the source changed its API, or the manifest has a wrong path'],
  [/\b5\d\d\b/, 'the source itself fails'],
  [/ENOTFOUND|EAI_AGAIN|DNS|no address for/i, 'the name of the host cannot be resolved: the host is wrong, or the network is down'],
  [
    /ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|unreachable|refused the connection|cannot be reached/i,
    'the host does not answer: it is down, or the network is',
  ],
  [/certificate|TLS|SSL/i, 'the certificate of the source is not trusted or has expired'],
  [/tim(e|ed) ?-?out|no response within|took longer/i, 'the source responds too slowly for the limits in source.yaml'],
  [/its worker stopped|aborted/i, 'the process that made the run was stopped or crashed'],
  [/UNPARSABLE|SHAPE|JSON|HTML|no list of records/i, 'the source sends something else than the manifest expects'],
];

/** Returns the likely cause of a failed, stalled or suspect run, in words. */
export const likelyCauseOfRun = ({ reason, end, state }: Pick<StoredRun, 'reason' | 'end' | 'state'>): string => {
  if (end?.infrastructure) return `the storage or a queue of the pipeline failed: ${reason ?? 'see the log'}`;
  const text = reason ?? '';
  const known = runCauses.find(([pattern]) => pattern.test(text))?.[1];
  const fallback: Partial<Record<RunState, string>> = {
    suspect: 'the source listed far less than before, or the counts of the run do not add up',
    stalled: 'paging did not advance, or the run reached a limit in source.yaml',
  };
  return known ?? fallback[state] ?? (text || 'the reason is in the log of the run');
};

/** Causes of refused records by their reason. */
export const causesOfReasons: Record<Reason, string> = {
  UNPARSABLE: 'the source sends pages or records that cannot be parsed',
  SHAPE: 'the source sends something else than records, such as an error object',
  TRUNCATED: 'responses of the source break off',
  ENCODING: 'the source sends text in another character set than it declares',
  TOO_LARGE: 'records or pages are larger than the limits',
  TOO_DEEP: 'records nest deeper than 64 levels',
  KEY_MISSING: 'records lack their primary key: the source renamed or dropped the field',
  KEY_INVALID: 'the primary key of records is not a text or a number any more',
  KEY_TOO_LONG: 'the primary key of records is too long',
  CONTRACT: 'a field changed its type or went away, and the data contract refuses that',
  TRANSFORM: 'a transformation of the manifest does not fit the records any more',
  RAW_MISSING: 'stored pages are missing',
  RAW_CORRUPT: 'stored pages are damaged',
  UNPROCESSABLE: 'pages failed repeatedly: see the details of the failures',
};
