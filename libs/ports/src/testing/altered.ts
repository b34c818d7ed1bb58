/** A port with some of its members replaced. */
export const altered = <T extends object>(port: T, members: Partial<T>): T =>
  new Proxy(port, {
    get: (target, key) => {
      const member: unknown = key in members ? Reflect.get(members, key) : Reflect.get(target, key, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
