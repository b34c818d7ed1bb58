import { createServer, request, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { endServer, listenOnLoopback } from '../product/loopback';

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

  /** Listens on loopback. Returns where. */
  start(): Promise<string> {
    return listenOnLoopback(this.server);
  }

  close(): void {
    endServer(this.server);
  }
}
