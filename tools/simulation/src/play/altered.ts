/** The port with some of its methods replaced. */
export const altered = <T extends object>(port: T, methods: Partial<T>): T =>
  new Proxy(port, { get: (target, key) => Reflect.get(key in methods ? methods : target, key) as unknown });
