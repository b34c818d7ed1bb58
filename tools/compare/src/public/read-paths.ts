/** The places of a variable that templates read: `response.a.b`, `response['a']['b']`, `response.get('a')`, `response['a'][-1]`. */
export const readPaths = (templates: string, variable: string): string[][] => {
  const step = `\\.get\\(\\s*['"][^'"]+['"][^)]*\\)|\\.\\w+(?!\\w*\\()|\\[\\s*['"][^'"]+['"]\\s*\\]|\\[-?\\d+\\]`;
  const places = new RegExp(`(?<![\\w.'"])${variable}((?:${step})+)`, 'g');
  return [...templates.matchAll(places)].map((match) =>
    [...match[1]!.matchAll(/\.get\(\s*['"]([^'"]+)['"]|\.(\w+)|\[\s*['"]([^'"]+)['"]|\[(-?\d+)\]/g)].map(
      (part) => part[1] ?? part[2] ?? part[3] ?? part[4]!,
    ),
  );
};
