import { sendRequest, parseBody, type ReceivedResponse } from '../send-request';
import { startSimulator, type Simulator } from '../start-simulator';
import type { Book } from './book';
import { authenticators } from './members';

describe('the library', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startSimulator();
  });
  afterAll(() => simulator.close());

  const at = (path: string): string => `${simulator.url}/library/${path}`;
  const all = async (): Promise<Book[]> => parseBody(await sendRequest(at('books')));

  it('has the same books after every start', async () => {
    const again = await startSimulator();
    expect((await sendRequest(`${again.url}/library/books`)).text).toBe((await sendRequest(at('books'))).text);
    await again.close();
  });

  it('follows its tokens to the end', async () => {
    const seen: Book[] = [];
    for (let token: string | null = ''; token !== null;) {
      const page: { books: Book[]; next: string | null } = parseBody(await sendRequest(at(`by-token?limit=9&token=${token}`)));
      seen.push(...page.books);
      token = page.next;
    }
    expect(seen).toEqual(await all());
    expect((await sendRequest(at('by-token?token=guessed'))).status).toBe(400);
  });

  it('follows the Link header to the end', async () => {
    const seen: Book[] = [];
    for (let url: string | undefined = at('by-link?limit=20'); url;) {
      const page: ReceivedResponse = await sendRequest(url);
      seen.push(...parseBody<Book[]>(page));
      url = /<(.+)>; rel="next"/.exec(String(page.headers['link'] ?? ''))?.[1];
    }
    expect(seen).toEqual(await all());
  });

  it('returns what changed between two times, both included', async () => {
    const [first, second, third] = await all();
    const { books } = parseBody<{ books: Book[] }>(await sendRequest(at(`changes?since=${first!.updated_at}&until=${third!.updated_at}`)));
    expect(books).toEqual([first, second, third]);
  });

  it.each(Object.keys(authenticators))('refuses %s without credentials or with wrong ones', async (door) => {
    const headers = { authorization: 'Bearer a.b.c', 'x-api-key': 'guess', 'x-session': 'guess' };
    expect((await sendRequest(at(`members/${door}`))).status).toBe(401);
    expect((await sendRequest(at(`members/${door}?api_key=guess`), { headers })).status).toBe(401);
  });

  it('issues tokens only to members, and accepts only GET and POST', async () => {
    const form = (secret: string) => `grant_type=client_credentials&client_id=reader&client_secret=${secret}`;
    expect((await sendRequest(at('oauth/token'), { method: 'POST', body: form('demo-secret') })).status).toBe(200);
    expect((await sendRequest(at('oauth/token'), { method: 'POST', body: form('guess') })).status).toBe(401);
    expect((await sendRequest(at('login'), { method: 'POST', body: '[1' })).status).toBe(400);
    expect((await sendRequest(at('books'), { method: 'DELETE' })).status).toBe(405);
  });
});
