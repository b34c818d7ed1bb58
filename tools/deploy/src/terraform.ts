import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputOf, run, runFor, StepFailed } from './commands';

/** What a plan comes to. */
export interface Plan {
  hasChanges: boolean;
  apply(): void;
  /** The file holds what Terraform knows: it does not stay. */
  discard(): void;
}

/** Terraform in the folder of an environment. */
export class Terraform {
  constructor(
    private readonly folder: string,
    private readonly env: Record<string, string>,
  ) {}

  /** Says something only where it fails. @param states where the state lies; none keeps it in the folder */
  init(states?: { bucket: string; region: string }): void {
    const backend = Object.entries(states ?? {}).map(([name, value]) => `-backend-config=${name}=${value}`);
    const done = outputOf('terraform', ['init', '-input=false', '-no-color', ...backend], this.at);
    if ('why' in done) throw new StepFailed(`terraform init: ${done.why}`);
  }

  /** Shows what would change. */
  plan(args: readonly string[] = []): Plan {
    const own = mkdtempSync(join(tmpdir(), 'twl-plan-'));
    const file = join(own, 'plan');
    const discard = (): void => rmSync(own, { recursive: true, force: true });
    const code = runFor('terraform', ['plan', '-input=false', '-detailed-exitcode', `-out=${file}`, ...args], this.at);
    if (code !== 0 && code !== 2) {
      discard();
      throw new StepFailed(`terraform plan ended with ${code}`);
    }
    return { hasChanges: code === 2, apply: () => this.run(['apply', '-input=false', file]), discard };
  }

  /** Whether anything was applied that this state knows. */
  hasState(): boolean {
    const asked = outputOf('terraform', ['state', 'list'], this.at);
    return 'text' in asked && asked.text.trim() !== '';
  }

  outputs<T>(): T {
    const asked = outputOf('terraform', ['output', '-json'], this.at);
    if ('why' in asked) throw new StepFailed(`terraform output: ${asked.why}`);
    const given = JSON.parse(asked.text) as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(given).map(([name, { value }]) => [name, value])) as T;
  }

  private run(args: readonly string[]): void {
    run('terraform', args, this.at);
  }

  private get at() {
    return { cwd: this.folder, env: this.env };
  }
}
