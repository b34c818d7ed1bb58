/** Proxies for requests to sources, from the environment. The URLs may contain credentials: never log them. */
export interface Proxies {
  http?: string;
  https?: string;
  noProxy?: string;
}

type Given = Record<string, string>;

/** Returns the value of a variable; the lower-case name takes precedence, as in curl. */
const valueOf = (given: Given, name: string): [name: string, value: string] | undefined => {
  for (const each of [name.toLowerCase(), name]) {
    const value = given[each];
    if (value !== undefined) return [each, value];
  }
  return undefined;
};

const proxyFor = (given: Given, name: string) => valueOf(given, name) ?? valueOf(given, 'ALL_PROXY');

/** Finds the problem of a proxy URL. The text omits the URL because it may contain a password. */
const proxyProblem = ([name, value]: [name: string, value: string]): string | undefined => {
  const url = URL.parse(/^[a-z][\w+.-]*:\/\//i.test(value) ? value : `http://${value}`);
  if (!url?.hostname) return `${name}: must be the URL of a proxy, such as http://proxy.example:3128`;
  if (url.protocol === 'http:' || url.protocol === 'https:') return undefined;
  return `${name}: only http and https proxies are supported, not ${url.protocol.slice(0, -1)}`;
};

/** Reads HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, in either case. @returns the proxies and all their problems */
export const readProxies = (given: Given): { proxies?: Proxies; problems: string[] } => {
  const [http, https] = [proxyFor(given, 'HTTP_PROXY'), proxyFor(given, 'HTTPS_PROXY')];
  const used = [http, https].filter((each) => each !== undefined);
  if (used.length === 0) return { problems: [] };
  const problems = new Set(used.map(proxyProblem).filter((problem) => problem !== undefined));
  const noProxy = valueOf(given, 'NO_PROXY')?.[1];
  return {
    proxies: { ...(http && { http: http[1] }), ...(https && { https: https[1] }), ...(noProxy && { noProxy }) },
    problems: [...problems],
  };
};
