import type { Request } from 'express';

/** The used part of Express' router. */
interface Layer {
  route?: { methods: Record<string, boolean> };
  match(path: string): boolean;
}

/** Returns the methods of the routes at the path of a request, in upper case; empty if there is no route. */
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
