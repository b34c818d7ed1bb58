import { RecordingLog } from '@twl/ports/testing';
import { MaskedLog } from './masked-log';
import { TextMask } from './secret-mask';

describe('what a source logs', () => {
  it('has no secret in its fields, nor in an error, its stack and its causes', () => {
    const secrets = new TextMask();
    secrets.add('c4n4ry/s3cret');
    const lines = new RecordingLog();
    const log = new MaskedLog(lines, secrets);
    const cause = Object.assign(new Error('GET /?key=c4n4ry%2fs3cret'), { code: 'ECONNRESET' });
    log.info('source.ignored', { request: 'GET /c4n4ry/s3cret', status: 404 });
    log.warn('source.slow', { request: 'GET /?key=c4n4ry%2Fs3cret' });
    log.error('source.unexpected', new TypeError('c4n4ry/s3cret is no number', { cause }), { stream: 'c4n4ry/s3cret' });
    expect(lines.lines).toMatchObject([
      { level: 'info', fields: { request: 'GET /***', status: 404 } },
      { level: 'warn', fields: { request: 'GET /?key=***' } },
      {
        level: 'error',
        fields: { stream: '***' },
        error: { name: 'TypeError', message: '*** is no number', cause: { code: 'ECONNRESET' } },
      },
    ]);
    const { error } = lines.lines[2] as { error: Error & { cause: Error } };
    expect(`${error.stack} ${error.cause.message} ${error.cause.stack}`).not.toMatch(/c4n4ry/);
  });
});
