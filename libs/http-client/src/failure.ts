import { errorCode } from '@twl/json';
import { HttpError, TwlError, UnavailableError } from '@twl/ports';

const isCertificate = (code: string): boolean => /CERT|^ERR_TLS|SIGNATURE|ISSUER/.test(code);
const isDisk = (code: string): boolean => ['ENOSPC', 'EIO', 'EROFS', 'EACCES', 'EMFILE', 'EDQUOT'].includes(code);

/** The parser of Node refuses a response that a lenient one may accept. */
export class StrictParserError extends Error {
  constructor(
    readonly code: string,
    cause?: unknown,
  ) {
    super(`the response is not strictly HTTP (${code})`, { cause });
  }
}

/** Chunked is not the last coding: the parser would return the body with its framing. */
export const findFramingError = (transferEncoding: string | undefined): StrictParserError | undefined =>
  /chunked\s*,(?!\s*chunked\s*$)/i.test(transferEncoding ?? '') ? new StrictParserError('TRANSFER_ENCODING') : undefined;

/**
 * Returns the error of an exchange that failed before a response began. `what` has only method and host: paths and queries can hold
 * secrets.
 */
export const requestErrorOf = (error: unknown, what: string): TwlError | StrictParserError => {
  if (error instanceof TwlError || error instanceof StrictParserError) return error;
  const code = errorCode(error);
  if (code === 'HPE_HEADER_OVERFLOW') return new HttpError('HTTP_TOO_LARGE', `${what}: the headers of the response are too large`, error);
  if (code.startsWith('HPE_')) return new StrictParserError(code, error);
  if (code === 'ERR_INVALID_CHAR' || code === 'ERR_INVALID_HTTP_TOKEN' || code === 'ERR_UNESCAPED_CHARACTERS') {
    return new HttpError('HTTP_FORBIDDEN', `${what}: a header, the method or the path has characters that cannot be sent`, error);
  }
  if (isCertificate(code)) return new HttpError('HTTP_FORBIDDEN', `${what}: its certificate is not trusted (${code})`, error);
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return new HttpError('HTTP_PROTOCOL', `${what}: no TLS connection can be agreed on; is it an https address? (${code})`, error);
  if (code === 'ENOTFOUND') return new HttpError('HTTP_NO_HOST', `${what}: the host name is unknown (${code})`, error);
  const text = code === 'EAI_AGAIN' ? 'the host name cannot be looked up right now' : 'no connection, or it was closed before a response';
  return new HttpError('HTTP_UNREACHABLE', `${what}: ${text}${code ? ` (${code})` : ''}`, error);
};

/** Returns the error of a response that failed while it was read. */
export const readErrorOf = (error: unknown, what: string): TwlError | StrictParserError => {
  if (error instanceof TwlError) return error;
  const code = errorCode(error);
  if (code.startsWith('HPE_')) return new StrictParserError(code, error);
  if (isDisk(code)) return new UnavailableError('the folder for large responses is not writable', error);
  if (code === 'Z_BUF_ERROR') return new HttpError('HTTP_TRUNCATED', `${what}: the compressed response ends too early`, error);
  if (/^Z_|BROTLI|^ERR__ERROR_|ZSTD/.test(code)) {
    return new HttpError('HTTP_ENCODING', `${what}: the response is not in the encoding it says (${code})`, error);
  }
  return new HttpError('HTTP_TRUNCATED', `${what}: the connection was closed before the end of the response`, error);
};
