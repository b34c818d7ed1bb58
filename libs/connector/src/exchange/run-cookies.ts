import type { CookieJar } from '@twl/ports';
import { CookieJar as Jar, type Cookie } from 'tough-cookie';
import { type SecretMask, TextMask } from '../secrets/secret-mask';
const most = { perResponse: 50, cookies: 300, bytes: 4096, masked: 1000 };

/** True if a cookie is hidden from scripts or long; other cookies hold a language, a country, or another ordinary word. */
const provesWhoAsks = ({ httpOnly, value }: Cookie): boolean => httpOnly || value.length >= 20;

/** The cookies of one read: stored by host as browsers do, dropped at its end, and never shown. */
export class RunCookies implements CookieJar {
  /** Domains that the public suffix list knows as shared get none; those of test networks do. */
  private readonly jar = new Jar(undefined, { looseMode: true, rejectPublicSuffixes: true, allowSpecialUseDomain: true });
  /** Accepted cookies by domain, path and name. */
  private readonly accepted = new Map<string, { url: string; header: string }>();
  private readonly adopted = new WeakSet<RunCookies>();
  /** Values that can be ordinary words: they are secrets only in this read. */
  private readonly words = new TextMask();
  private masked = 0;

  /** @param secrets receives the values that authenticate requests */
  constructor(private readonly secrets: SecretMask = new TextMask()) {}

  header(url: string): string | undefined {
    return this.jar.getCookieStringSync(url) || undefined;
  }

  /** Stores valid cookies; one that is broken, too large or for another host is ignored. */
  take(url: string, setCookies: readonly string[]): void {
    for (const header of setCookies.slice(0, most.perResponse)) if (Buffer.byteLength(header) <= most.bytes) this.keep(url, header);
  }

  /** Adopts the cookies of a login, once: later ones of the source take precedence. */
  adopt(login: RunCookies): void {
    if (this.adopted.has(login)) return;
    this.adopted.add(login);
    for (const { url, header } of login.accepted.values()) this.keep(url, header);
  }

  /** A text for a person, without the values of cookies. */
  mask(text: string): string {
    return this.words.mask(this.secrets.mask(text));
  }

  private keep(url: string, header: string): void {
    const cookie = this.jar.setCookieSync(header, url, { ignoreError: true });
    if (!cookie) return;
    const name = JSON.stringify([cookie.domain, cookie.path, cookie.key]);
    this.accepted.delete(name);
    this.accepted.set(name, { url, header });
    if (this.accepted.size > most.cookies) this.drop();
    if (this.masked++ < most.masked) this.mind(cookie);
  }

  private mind(cookie: Cookie): void {
    if (provesWhoAsks(cookie)) this.secrets.add(cookie.value, { isPassing: true });
    else this.words.add(cookie.value, { isOnlyInTexts: true });
  }

  /** The cookie that was set longest ago makes room. */
  private drop(): void {
    const [oldest] = this.accepted.keys();
    if (oldest === undefined) return;
    this.accepted.delete(oldest);
    const [domain, path, key] = JSON.parse(oldest) as [string, string, string];
    void this.jar.store.removeCookie(domain, path, key);
  }
}
