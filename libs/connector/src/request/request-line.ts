import { createHash } from 'node:crypto';
import type { DraftRequest } from '../exchange/exchange';
import type { SecretMask } from '../secrets/secret-mask';
import { fullUrlOf } from '../exchange/request-address';
import { writeBody } from './request-body';

/** Query parameters that carry credentials, as signed URLs have them. */
const proof =
  /^(access[_-]?token|api[_-]?key|apikey|auth|client[_-]?secret|key|passw(or)?d|secret|sig|signature|token|x-(amz|goog)-(credential|security-token|signature))$/i;

/** Describes a request in one line, without credentials: method, URL, and a digest of the body. Also the key of its validators. */
export const requestLineOf = (request: DraftRequest, secrets: SecretMask): { method: string; url: string; line: string } => {
  const url = secrets.mask(withoutProof(fullUrlOf(request)));
  const body = request.body && digest(secrets.mask(writeBody(request.body).text)).slice(0, 16);
  return { method: request.method, url, line: `${request.method} ${url}${body ? ` body:${body}` : ''}` };
};

/** Returns true if a query parameter carries credentials. */
export const isProof = (name: string): boolean => proof.test(name);

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A few digits of a hash remain, so that different values differ. */
const withoutProof = (address: string): string =>
  address
    .replace(/^(https?:\/\/)[^/?#]*@/, '$1')
    .replace(/(?<=[?&])([^=&#]+)=([^&#]+)/g, (pair, name: string, value: string) =>
      proof.test(name) ? `${name}=***${digest(value).slice(0, 8)}` : pair,
    );
