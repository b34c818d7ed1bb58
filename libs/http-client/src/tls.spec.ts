import { makeCertificate } from './certificate.factory';
import { startServer, startRawServer, startTlsServer } from './loopback-server';
import { failureOf, get, limits, createClient, readText } from './requests.factory';

const certificate = makeCertificate();
const trusting = () => createClient({ ca: [certificate.cert] });

describe('encrypted connections', () => {
  it('are used if the certificate is trusted', async () => {
    await using server = await startTlsServer(certificate, (_request, response) => void response.end('private'));
    const client = trusting();
    expect(await readText((await client.send(get(server.url))).body)).toBe('private');
    await client.send(get(server.url));
    expect(server.connections).toBe(1);
  });

  it('are refused if it is not, without a retry', async () => {
    await using server = await startTlsServer(certificate, (_request, response) => void response.end('private'));
    const error = await failureOf(createClient().send(get(server.url)));
    expect(error).toMatchObject({
      code: 'HTTP_FORBIDDEN',
      retryable: false,
      message: expect.stringContaining('certificate is not trusted'),
    });
  });

  it('are not downgraded to plain ones', async () => {
    await using plain = await startServer((_request, response) => void response.end('seen by everybody'));
    await using server = await startTlsServer(
      certificate,
      (_request, response) => void response.writeHead(302, { location: plain.url }).end(),
    );
    expect(await failureOf(trusting().send(get(server.url)))).toMatchObject({
      code: 'HTTP_FORBIDDEN',
      message: expect.stringContaining('from https to http'),
    });
    expect(plain.connections).toBe(0);
  });

  it('that are never made time out', async () => {
    await using server = await startRawServer(() => undefined);
    const url = server.url.replace('http:', 'https:');
    const error = await failureOf(trusting().send(get(url, { limits: limits({ connectMs: 100 }) })));
    expect(error).toMatchObject({ code: 'HTTP_TIMEOUT', retryable: true, message: expect.stringContaining('no connection within 100 ms') });
  });

  it('to something that does not speak TLS are reported as no response', async () => {
    await using server = await startServer((_request, response) => void response.end('plain'));
    const error = await failureOf(trusting().send(get(server.url.replace('http:', 'https:'))));
    expect(error).toMatchObject({ code: 'HTTP_PROTOCOL', retryable: false });
  });
});
