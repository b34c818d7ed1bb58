import { createHash } from 'node:crypto';
import type { DraftRequest } from '../exchange/exchange';
import type { SecretMask } from '../secrets/secret-mask';
import { fullAddress } from '../exchange/request-address';
import { writeBody } from './request-body';

/** Names of query parameters that carry what proves who asks, as signed addresses do. */
const proof =
  /^(access[_-]?token|api[_-]?key|apikey|auth|client[_-]?secret|key|passw(or)?d|secret|sig|signature|token|x-(amz|goog)-(credential|security-token|signature))$/i;

/** A request in one line, without what proves who asks: method, address, and a digest of the body. Also the key of its validators. */
export const requestLine = (request: DraftRequest, secrets: SecretMask): { method: string; url: string; line: string } => {
  const url = secrets.mask(withoutProof(fullAddress(request)));
  const body = request.body && digest(secrets.mask(writeBody(request.body).text)).slice(0, 16);
  return { method: request.method, url, line: `${request.method} ${url}${body ? ` body:${body}` : ''}` };
};

/** Whether a name is one of those that carry what proves who asks. */
export const isProof = (name: string): boolean => proof.test(name);

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A few digits of a hash stay, so that different values can be told apart. */
const withoutProof = (address: string): string =>
  address
    .replace(/^(https?:\/\/)[^/?#]*@/, '$1')
    .replace(/([?&])([^=&#]+)=([^&#]*)/g, (pair, mark: string, name: string, value: string) =>
      proof.test(name) && value !== '' ? `${mark}${name}=***${digest(value).slice(0, 8)}` : pair,
    );
