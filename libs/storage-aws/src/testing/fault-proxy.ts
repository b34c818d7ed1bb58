import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A fault of a request: another response, or a response that is lost after the request took effect. */
type ProxyFault = { status: number; body?: string } | 'lose-answer';

/** The address of a proxy that passes requests on to another address, unless a fault is scripted. */
export interface FaultProxy {
  url: string;
  /** Returns the fault of a request by its method, path and AWS operation; undefined passes it on. */
  faultOf: (asked: { method: string; path: string; target: string }) => ProxyFault | undefined;
  close(): Promise<void>;
}

/** Starts a proxy in front of an emulator. */
export const startFaultProxy = async (to: string): Promise<FaultProxy> => {
  const proxy: FaultProxy = { url: '', faultOf: () => undefined, close: async () => undefined };
  const server = createServer((asked, answer) => {
    const target = String(asked.headers['x-amz-target'] ?? '');
    const mishap = proxy.faultOf({ method: asked.method ?? '', path: asked.url ?? '', target });
    if (typeof mishap !== 'object') return passOn({ asked, answer, to, isLost: mishap === 'lose-answer' });
    asked.resume().on('end', () => answer.writeHead(mishap.status, { 'content-type': 'application/xml' }).end(mishap.body ?? ''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  proxy.close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return proxy;
};

const passOn = (way: { asked: IncomingMessage; answer: ServerResponse; to: string; isLost: boolean }): void => {
  const { asked, answer, to, isLost } = way;
  const onward = request(`${to}${asked.url}`, { method: asked.method, headers: asked.headers }, (given) => {
    if (isLost) return void given.resume().on('end', () => answer.destroy());
    answer.writeHead(given.statusCode ?? 502, given.headers);
    given.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  asked.pipe(onward);
};
