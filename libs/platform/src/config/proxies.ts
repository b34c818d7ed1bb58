/** The proxies that sources are called through, as the environment names them; the addresses may hold credentials: never log them. */
export interface Proxies {
  http?: string;
  https?: string;
  noProxy?: string;
}

type Given = Record<string, string>;

/** The lower-case name counts more, as it does for curl. */
const valueOf = (given: Given, name: string): [name: string, value: string] | undefined => {
  for (const each of [name.toLowerCase(), name]) {
    const value = given[each];
    if (value !== undefined) return [each, value];
  }
  return undefined;
};

const proxyFor = (given: Given, name: string) => valueOf(given, name) ?? valueOf(given, 'ALL_PROXY');

/** What is wrong with an address of a proxy, without the address: it may hold a password. */
const problemOf = ([name, value]: [name: string, value: string]): string | undefined => {
  const url = URL.parse(/^[a-z][\w+.-]*:\/\//i.test(value) ? value : `http://${value}`);
  if (!url?.hostname) return `${name}: must be the address of a proxy, like http://proxy.example:3128`;
  if (url.protocol === 'http:' || url.protocol === 'https:') return undefined;
  return `${name}: only http and https proxies can be used, not ${url.protocol.slice(0, -1)}`;
};

/** Reads HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, in either case. @returns them, and everything that is wrong with them */
export const readProxies = (given: Given): { proxies?: Proxies; problems: string[] } => {
  const [http, https] = [proxyFor(given, 'HTTP_PROXY'), proxyFor(given, 'HTTPS_PROXY')];
  const named = [http, https].filter((each) => each !== undefined);
  if (named.length === 0) return { problems: [] };
  const problems = new Set(named.map(problemOf).filter((problem) => problem !== undefined));
  const noProxy = valueOf(given, 'NO_PROXY')?.[1];
  return {
    proxies: { ...(http && { http: http[1] }), ...(https && { https: https[1] }), ...(noProxy && { noProxy }) },
    problems: [...problems],
  };
};
