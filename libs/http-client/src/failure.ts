import { HttpError, TwlError, UnavailableError } from '@twl/ports';

const codeOf = (error: unknown): string => (typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '');

const isCertificate = (code: string): boolean => /CERT|^ERR_TLS|SIGNATURE|ISSUER/.test(code);
const isDisk = (code: string): boolean => ['ENOSPC', 'EIO', 'EROFS', 'EACCES', 'EMFILE', 'EDQUOT'].includes(code);

/** Says what went wrong before an answer began. `what` names the method and host alone: paths and queries can hold secrets. */
export const failureToAnswer = (error: unknown, what: string): TwlError => {
  if (error instanceof TwlError) return error;
  const code = codeOf(error);
  if (code === 'HPE_HEADER_OVERFLOW') return new HttpError('HTTP_TOO_LARGE', `${what}: the headers of the answer are too large`, error);
  if (code.startsWith('HPE_')) return new HttpError('HTTP_UNREACHABLE', `${what}: the answer is not HTTP (${code})`, error);
  if (code === 'ERR_INVALID_CHAR' || code === 'ERR_INVALID_HTTP_TOKEN' || code === 'ERR_UNESCAPED_CHARACTERS') {
    return new HttpError('HTTP_FORBIDDEN', `${what}: a header, the method or the path has characters that cannot be sent`, error);
  }
  if (isCertificate(code)) return new HttpError('HTTP_FORBIDDEN', `${what}: its certificate is not trusted (${code})`, error);
  const text = code === 'ENOTFOUND' ? 'the host name is not known' : 'no connection, or it was closed before an answer';
  return new HttpError('HTTP_UNREACHABLE', `${what}: ${text}${code ? ` (${code})` : ''}`, error);
};

/** Says what went wrong while an answer was being read. */
export const failureToRead = (error: unknown, what: string): TwlError => {
  if (error instanceof TwlError) return error;
  const code = codeOf(error);
  if (isDisk(code)) return new UnavailableError('the folder for large answers', error);
  if (code === 'Z_BUF_ERROR') return new HttpError('HTTP_TRUNCATED', `${what}: the compressed answer ends too early`, error);
  if (/^Z_|BROTLI|^ERR__ERROR_|ZSTD/.test(code)) {
    return new HttpError('HTTP_ENCODING', `${what}: the answer is not in the encoding it says (${code})`, error);
  }
  return new HttpError('HTTP_TRUNCATED', `${what}: the connection was closed before the end of the answer`, error);
};
