import { SyntaxProblem } from '../syntax/token';
import { globals } from './globals';

/** Facts collected while a template is compiled. */
export class Compiler {
  /** Names that the template reads and does not set itself. */
  readonly reads = new Set<string>();
  /** Names that the template sets anywhere. */
  readonly sets = new Set<string>();
  private readonly called: { name: string; at: number }[] = [];

  /** Notes a name that is read. */
  read(name: string): void {
    this.reads.add(name);
  }

  /** Notes a name that is called: it must be a function, since no variable is one. */
  call(name: string, at: number): void {
    this.called.push({ name, at });
  }

  /** Checks the calls at the end of compiling. @throws SyntaxProblem for a call of something that is not a function */
  finish(): void {
    for (const name of this.sets) this.reads.delete(name);
    for (const name of globals.keys()) this.reads.delete(name);
    const wrong = this.called.find(({ name }) => !globals.has(name) && !this.sets.has(name));
    if (wrong)
      throw new SyntaxProblem(`the function ${wrong.name} is unknown (there are ${[...globals.keys()].sort().join(', ')})`, wrong.at);
  }
}
