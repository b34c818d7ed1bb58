import type { DraftRequest } from '../exchange/exchange';
import type { SecretMask } from '../secrets/secret-mask';
import { fullUrlOf } from '../exchange/request-address';
import { writeBody } from '../request/request-body';
import { isProof } from '../request/request-line';
import type { RecordedRequest } from './recorded-exchange';

/** URL of the simulator in fixtures. */
export const standIn = 'http://simulator';

/** Texts without secrets, and without the address at which a simulator happened to answer. */
export type Plain = (text: string) => string;

/** Makes texts plain. */
export const toPlainText =
  (mask: SecretMask, simulatorUrl: string | undefined): Plain =>
  (text) =>
    mask.mask(simulatorUrl ? text.replaceAll(simulatorUrl.replace(/\/$/, ''), standIn) : text);

const hidden = '***';

/** Headers that do not affect the content of a response. */
const left = new Set(['accept', 'user-agent', 'connection', 'host', 'content-length']);
const proofHeader = /authorization|cookie|token|secret|signature|password|api-?key|[-_]key$|^key$|[-_]auth$/i;

/** Returns true if a header carries credentials. */
export const isProofHeader = (name: string): boolean => proofHeader.test(name);

/** A request as a fixture shows it, and as requests are compared with it. */
export const toPlainRequest = (draft: DraftRequest, plain: Plain): RecordedRequest => {
  const body = draft.body && writeBody(draft.body).text;
  return {
    method: draft.method,
    url: plain(withoutProof(fullUrlOf(draft))),
    headers: Object.fromEntries(
      Object.entries(draft.headers)
        .filter(([name]) => !left.has(name.toLowerCase()))
        .map(([name, value]): [string, string] => [name.toLowerCase(), isProofHeader(name) ? hidden : plain(value)])
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    ...(body === undefined ? {} : { body: plain(bodyWithoutProof(draft, body)) }),
  };
};

const withoutProof = (address: string): string =>
  address
    .replace(/^(https?:\/\/)[^/?#]*@/, '$1')
    .replace(/(?<=[?&])([^=&#]+)=([^&#]+)/g, (pair, name: string) => (isProof(name) ? `${name}=${hidden}` : pair));

const assertions = new Set(['assertion', 'client_assertion', 'refresh_token', 'code', 'id_token']);
const provesInBody = (name: string): boolean => isProof(name) || assertions.has(name.toLowerCase());

/** Removes the credentials from forms and JSON objects. */
const bodyWithoutProof = ({ body }: DraftRequest, text: string): string => {
  if (body?.kind === 'form')
    return text.replace(/(^|&)([^=&]+)=([^&]*)/g, (pair, mark: string, name: string) =>
      provesInBody(decodeURIComponent(name)) ? `${mark}${name}=${hidden}` : pair,
    );
  if (body?.kind === 'json')
    return text.replace(/"([A-Za-z_-]{1,40})":("[^"\\]*(?:\\[\s\S][^"\\]*)*")/g, (pair, name: string) =>
      provesInBody(name) ? `"${name}":"${hidden}"` : pair,
    );
  return text;
};

/** Equal for requests that ask for the same. */
export const requestKeyOf = ({ method, url, headers, body }: RecordedRequest): string =>
  JSON.stringify([method, url, Object.entries(headers).filter(([name]) => name !== 'content-type'), body ?? '']);

/** A request in one line, to be named in messages. */
export const requestNameOf = ({ method, url, body }: RecordedRequest): string => {
  const text = body === undefined ? '' : ` with the body ${body.length > 200 ? `${body.slice(0, 200)}...` : body}`;
  return `${method} ${url}${text}`;
};
