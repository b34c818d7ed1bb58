import { createHash } from 'node:crypto';
import type { DraftRequest, SecretMask } from '../component/exchange';
import { fullAddress } from './request-address';
import { writeBody } from './request-body';

/** A request in one line, without what proves who asks: method, address, and a digest of the body. Also the key of its validators. */
export const requestLine = (request: DraftRequest, secrets: SecretMask): { method: string; url: string; line: string } => {
  const url = secrets.mask(fullAddress(request));
  const body =
    request.body &&
    createHash('sha256')
      .update(secrets.mask(writeBody(request.body).text))
      .digest('hex')
      .slice(0, 16);
  return { method: request.method, url, line: `${request.method} ${url}${body ? ` body:${body}` : ''}` };
};
