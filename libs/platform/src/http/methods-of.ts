import type { Request } from 'express';

/** What this looks at of Express' router. */
interface Layer {
  route?: { methods: Record<string, boolean> };
  match(path: string): boolean;
}

/** The methods that some route takes at the path of a request, in capitals; empty where no route has that path. */
export const methodsOf = ({ app, path }: Request): string[] => {
  const { stack } = app.router as unknown as { stack: Layer[] };
  const found = new Set<string>();
  for (const layer of stack)
    if (layer.route && isMatch(layer, path)) for (const method of Object.keys(layer.route.methods)) found.add(method.toUpperCase());
  if (found.has('GET')) found.add('HEAD');
  return [...found].sort();
};

/** A path that cannot be decoded matches nothing. */
const isMatch = (layer: Layer, path: string): boolean => {
  try {
    return layer.match(path);
  } catch {
    return false;
  }
};
