/** What a run of these tests saw, as a table at its end. */
export class Report {
  private readonly rows: [what: string, seen: string][] = [];

  add(what: string, seen: string | number): void {
    this.rows.push([what, String(seen)]);
  }

  /** Does something, and notes how long that took. */
  async timed<T>(what: string, work: () => Promise<T>): Promise<T> {
    const began = Date.now();
    const result = await work();
    this.add(what, `${String(Math.round((Date.now() - began) / 1000))} s`);
    return result;
  }

  print(): void {
    const width = Math.max(...this.rows.map(([what]) => what.length));
    const lines = this.rows.map(([what, seen]) => `  ${what.padEnd(width)}  ${seen}`);
    process.stderr.write(`\nTerraform on the emulator\n${lines.join('\n')}\n`);
  }
}
