import type { ManifestError, SourceLocation } from '../errors/connector-errors';

/** One thing that is wrong with a source folder. */
export interface SourceProblem {
  path: string;
  detail: string;
  position: SourceLocation | undefined;
}

/** Collects what is wrong, to say it all at once. */
export class Problems {
  private readonly found: SourceProblem[] = [];
  private readonly noted: SourceProblem[] = [];

  constructor(private readonly fallbackFile: string) {}

  add(path: string, detail: string, position?: SourceLocation): void {
    this.found.push({ path, detail, position });
  }

  addError(error: ManifestError): void {
    this.add(error.path, error.message, error.position);
  }

  /** Notes what is no problem but has no effect. */
  warn({ path, message, position }: ManifestError): void {
    this.noted.push({ path, detail: message, position });
  }

  get none(): boolean {
    return this.found.length === 0;
  }

  /** One line per problem, in the order of the files: `file:line:column path: what is wrong`. */
  lines(): string[] {
    return this.written(this.found);
  }

  /** The same for what has no effect. */
  warnings(): string[] {
    return this.written(this.noted);
  }

  private written(all: readonly SourceProblem[]): string[] {
    const place = ({ position }: SourceProblem): [string, number, number] => [
      position?.file ?? this.fallbackFile,
      position?.line ?? 1,
      position?.column ?? 1,
    ];
    const sorted = all.toSorted((a, b) => {
      const [x, y] = [place(a), place(b)];
      return x[0].localeCompare(y[0]) || x[1] - y[1] || x[2] - y[2];
    });
    return [...new Set(sorted.map((problem) => `${place(problem).join(':')} ${problem.path ? `${problem.path}: ` : ''}${problem.detail}`))];
  }
}
