import { createServer, request, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Stands before DynamoDB and passes on what it is asked, transactions after a while. */
export class SlowServer {
  private readonly server: Server;

  constructor(target: string, slowMs: number) {
    const { hostname, port } = new URL(target);
    this.server = createServer(async (asked, answer) => {
      const { method, url: path, headers } = asked;
      if (String(headers['x-amz-target']).endsWith('.TransactWriteItems')) await sleep(slowMs);
      const passed = request({ hostname, port, method, path, headers }, (answered) => {
        answer.writeHead(answered.statusCode!, answered.headers);
        answered.pipe(answer);
      });
      passed.on('error', () => answer.destroy());
      asked.pipe(passed);
    });
  }

  /** Listens on loopback, and says where. */
  async start(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
