import * as http from 'node:http';
import * as https from 'node:https';
import type { Deadlines } from './deadlines';
import { guardedLookup } from './network-guard';
import type { Hop } from './redirect';

const agentOptions = { keepAlive: true, maxFreeSockets: 16, scheduling: 'lifo' } as const;
const maxHeaderSize = 64 * 1024;

/** Open connections, kept for the next request. Sources that may reach private addresses have their own set. */
export class Connections {
  readonly #sets = new Map<string, { agent: http.Agent; lookup: ReturnType<typeof guardedLookup> }>();

  constructor(private readonly ca?: string[]) {}

  /** Sends one request and waits for the head of its answer. */
  open(hop: Hop, allowPrivate: boolean, deadlines: Deadlines): Promise<http.IncomingMessage> {
    const { agent, lookup } = this.#setFor(hop.url.protocol, allowPrivate);
    const { method, url } = hop;
    const headers = hop.body === undefined ? hop.headers : { ...hop.headers, 'content-length': String(Buffer.byteLength(hop.body)) };
    return new Promise((resolve, reject) => {
      const transport = url.protocol === 'https:' ? https : http;
      const request = transport.request(url, { method, headers, agent, lookup, maxHeaderSize });
      deadlines.enter('connect');
      request.once('socket', (socket) => {
        const connected = (): void => deadlines.enter('firstByte');
        if (socket.connecting) socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', connected);
        else connected();
      });
      const abort = (): unknown => request.destroy(deadlines.signal.reason);
      deadlines.signal.addEventListener('abort', abort);
      request.once('response', (answer) => {
        // From here on the error must go to who reads the body: the request would swallow it.
        deadlines.signal.removeEventListener('abort', abort);
        deadlines.signal.addEventListener('abort', () => answer.destroy(deadlines.signal.reason));
        resolve(answer);
      });
      request.on('error', (error) => reject(request.reusedSocket ? new StaleConnectionError(error) : error));
      request.once('close', () => reject(new Error('the connection was closed')));
      request.end(hop.body);
    });
  }

  #setFor(protocol: string, allowPrivate: boolean): { agent: http.Agent; lookup: ReturnType<typeof guardedLookup> } {
    const name = `${protocol} ${allowPrivate}`;
    let set = this.#sets.get(name);
    if (!set) {
      const agent = protocol === 'https:' ? new https.Agent({ ...agentOptions, ca: this.ca }) : new http.Agent(agentOptions);
      set = { agent, lookup: guardedLookup(allowPrivate) };
      this.#sets.set(name, set);
    }
    return set;
  }
}

/** A connection kept from before had been closed by the other side when it was used again. */
export class StaleConnectionError extends Error {
  constructor(override readonly cause: Error) {
    super(cause.message, { cause });
  }
}
