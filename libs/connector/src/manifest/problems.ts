import type { ManifestError, SourceLocation } from '../errors/connector-errors';

/** One thing that is wrong with a source folder. */
export interface SourceProblem {
  path: string;
  detail: string;
  position: SourceLocation | undefined;
}

/** Collects problems, to report them all at once. */
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

  /** Adds a warning for something without effect. */
  warn({ path, message, position }: ManifestError): void {
    this.noted.push({ path, detail: message, position });
  }

  get none(): boolean {
    return this.found.length === 0;
  }

  /** Returns one line per problem, in file order: `file:line:column path: problem`. */
  lines(): string[] {
    return this.written(this.found);
  }

  /** Returns one line per warning. */
  warnings(): string[] {
    return this.written(this.noted);
  }

  private written(all: readonly SourceProblem[]): string[] {
    const formatLocation = ({ position }: SourceProblem): [string, number, number] => [
      position?.file ?? this.fallbackFile,
      position?.line ?? 1,
      position?.column ?? 1,
    ];
    const sorted = all.toSorted((a, b) => {
      const [x, y] = [formatLocation(a), formatLocation(b)];
      return x[0].localeCompare(y[0]) || x[1] - y[1] || x[2] - y[2];
    });
    return [
      ...new Set(
        sorted.map((problem) => `${formatLocation(problem).join(':')} ${problem.path ? `${problem.path}: ` : ''}${problem.detail}`),
      ),
    ];
  }
}
