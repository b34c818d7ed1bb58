import { requestErrorOf, StrictParserError } from './failure';

const failed = (code: string) => requestErrorOf(Object.assign(new Error('what happened'), { code }), 'GET api.test');

describe('a request without a response', () => {
  it.each([
    ['ENOTFOUND', 'HTTP_NO_HOST', false],
    ['EAI_AGAIN', 'HTTP_UNREACHABLE', true],
    ['ECONNREFUSED', 'HTTP_UNREACHABLE', true],
    ['ECONNRESET', 'HTTP_UNREACHABLE', true],
    ['EHOSTUNREACH', 'HTTP_UNREACHABLE', true],
    ['ETIMEDOUT', 'HTTP_UNREACHABLE', true],
    ['EPIPE', 'HTTP_UNREACHABLE', true],
    ['EPROTO', 'HTTP_PROTOCOL', false],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'HTTP_PROTOCOL', false],
    ['CERT_HAS_EXPIRED', 'HTTP_FORBIDDEN', false],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'HTTP_FORBIDDEN', false],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'HTTP_FORBIDDEN', false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'HTTP_FORBIDDEN', false],
    ['HPE_HEADER_OVERFLOW', 'HTTP_TOO_LARGE', false],
  ])('because of %s is %s', (code, expected, retryable) => {
    expect(failed(code)).toMatchObject({ code: expected, retryable, message: expect.stringContaining('GET api.test') });
  });

  it('marks a response that only a lenient parser can read', () => {
    expect(failed('HPE_INVALID_HEADER_TOKEN')).toBeInstanceOf(StrictParserError);
  });
});
