import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { endServer, listenOnLoopback } from '../../product/loopback';

/** One order, as the shop lists it. */
export interface ShopOrder {
  id: number;
  price: unknown;
  state: unknown;
}

/** Text that does not get smaller when it is packed, the same for the same seed. */
export const incompressible = (seed: number, bytes: number): string => {
  let text = '';
  for (let i = 0; text.length < bytes; i++)
    text += createHash('sha512')
      .update(`${String(seed)} ${String(i)}`)
      .digest('base64');
  return text.slice(0, bytes);
};

/** The first of these refresh tokens; each works once. */
export const firstToken = 'refresh-0';
export const clientSecret = 'a-secret-of-the-shop';

/** An API on loopback whose answers bring every part of the product to work: what changes, what is large, what asks for tokens. */
export class ShopSource {
  orders: ShopOrder[] = Array.from({ length: 10 }, (_, i) => ({ id: i + 1, price: i + 0.5, state: 'open' }));
  /** So large that a page of it goes up in parts, and the first of its records is no answer of a function. */
  private readonly archive = JSON.stringify([7_000_000, 5_000_000].map((bytes, id) => ({ id, scan: incompressible(id, bytes) })));
  private tokens = 0;
  /** How often leaflets were asked for: the print that it gave last. */
  printed = 0;
  private readonly server = createServer((request, response) => void this.answer(request, response));

  /** Listens on loopback. Returns where. */
  start(): Promise<string> {
    return listenOnLoopback(this.server);
  }

  close(): void {
    endServer(this.server);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const page = Number(searchParams.get('page') ?? 1);
    const routes: Record<string, () => unknown> = {
      '/orders': () => this.orders.slice((page - 1) * 5, page * 5),
      '/archive': () => (page === 1 ? this.archive : []),
      '/leaflets': () => [{ id: 1, print: ++this.printed, scan: incompressible(this.printed, 60_000) }],
      '/boards': () => [{ id: 'north' }],
      '/boards/north': () => [{ id: 1, text: 'hello' }],
      '/slow': () => [{ id: 1 }],
      '/visits': () => [{ id: 1, day: '2026-01-02' }],
      '/members': () => (request.headers.authorization === `Bearer access-${String(this.tokens)}` ? [{ id: 1 }] : undefined),
    };
    if (pathname === '/token') return this.token(request, response);
    if (pathname.startsWith('/slow')) await new Promise((resolve) => setTimeout(resolve, 2500));
    const body = (routes[pathname] ?? routes[`/${pathname.split('/')[1]!}`])?.();
    response.writeHead(body === undefined ? 401 : 200, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
  }

  /** Gives an access token for the newest refresh token, and the refresh token after it. */
  private async token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const isKnown = text.includes(`refresh-${String(this.tokens)}`) && text.includes(clientSecret);
    if (isKnown) this.tokens++;
    const given = { access_token: `access-${String(this.tokens)}`, refresh_token: `refresh-${String(this.tokens)}`, expires_in: 1 };
    response.writeHead(isKnown ? 200 : 400, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isKnown ? given : { error: 'invalid_grant' }));
  }
}
