const rememberMs = 10 * 60 * 1000;
const maxOrigins = 1000;

/** Origins whose responses the parser of Node refused recently. For ten minutes their requests use no kept connections. */
export class LenientOrigins {
  readonly #until = new Map<string, number>();

  add(origin: string): void {
    this.#until.delete(origin);
    this.#until.set(origin, performance.now() + rememberMs);
    const [oldest] = this.#until.keys();
    if (oldest !== undefined && this.#until.size > maxOrigins) this.#until.delete(oldest);
  }

  has(origin: string): boolean {
    return (this.#until.get(origin) ?? -Infinity) > performance.now();
  }
}
