import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { TempFolders, workspace } from '@twl/e2e';
import { backendOf, overrideOf, type Override } from './override';
import { runTerraform, type Ended } from './run-terraform';
import { snapshotOfPlan, snapshotOfState, type Plan, type Snapshot, type State } from './snapshot';

/** Names of the environments. */
export const environments = ['dev', 'staging', 'prod'] as const;
export type Environment = (typeof environments)[number];

/** Where the parts of a copy of the `terraform` folder lie. */
const rootOf = (root: string): string => (root === 'account' ? root : `envs/${root}`);

const kept = (path: string): boolean => !/^(\.terraform.*|.*\.tfstate.*|.*\.tfvars|.*\.tfplan)$/.test(basename(path));

/** A copy of the `terraform` folder with a root in it that is planned and applied: an environment, or the account. */
export class Workdir {
  /** The values of the root's variables. */
  readonly variables: Record<string, unknown> = {};

  private constructor(
    /** The copy. */
    readonly folder: string,
    readonly root: Environment | 'account',
  ) {}

  /** Copies the folder as it is in this workspace, or as it was elsewhere. */
  static create(folders: TempFolders, root: Environment | 'account', from = join(workspace, 'terraform')): Workdir {
    const folder = join(folders.create(), 'terraform');
    cpSync(from, folder, { recursive: true, filter: kept });
    return new Workdir(folder, root);
  }

  /** Another root of the same copy, ready where this one is. */
  sibling(root: Environment): Workdir {
    const other = new Workdir(this.folder, root);
    Object.assign(other.variables, this.variables);
    const made = join(this.path, '.terraform');
    if (existsSync(made)) cpSync(made, join(other.path, '.terraform'), { recursive: true, verbatimSymlinks: true });
    for (const name of ['.terraform.lock.hcl', 'emulator_override.tf'])
      if (existsSync(join(this.path, name))) cpSync(join(this.path, name), join(other.path, name));
    return other;
  }

  /** A copy of its own of everything, made ready. */
  copy(folders: TempFolders): Workdir {
    const folder = join(folders.create(), 'terraform');
    cpSync(this.folder, folder, { recursive: true, verbatimSymlinks: true });
    const other = new Workdir(folder, this.root);
    Object.assign(other.variables, this.variables);
    return other;
  }

  get path(): string {
    return join(this.folder, rootOf(this.root));
  }

  /** Lets providers call what answers on this machine, and makes the root ready. */
  async init(override: Override): Promise<void> {
    writeFileSync(join(this.path, 'emulator_override.tf'), overrideOf(override, this.root !== 'account'));
    await this.run(['init', '-input=false', ...(override.stateBucket === undefined ? [] : backendOf(override))]);
  }

  async plan(): Promise<Plan> {
    await this.run(['plan', '-input=false', '-lock=false', '-out=made.tfplan', ...this.values()]);
    return JSON.parse((await this.run(['show', '-json', 'made.tfplan'])).stdout) as Plan;
  }

  async planned(): Promise<Snapshot> {
    return snapshotOfPlan(await this.plan());
  }

  /** @param target the only module that is applied */
  apply(target?: string): Promise<Ended> {
    return this.run(['apply', '-input=false', '-auto-approve', ...(target ? [`-target=${target}`] : []), ...this.values()]);
  }

  destroy(): Promise<Ended> {
    return this.run(['destroy', '-input=false', '-auto-approve', ...this.values()]);
  }

  async state(): Promise<Snapshot> {
    return snapshotOfState(JSON.parse((await this.run(['show', '-json'])).stdout) as State);
  }

  async outputs<T>(): Promise<T> {
    const given = JSON.parse((await this.run(['output', '-json'])).stdout) as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(given).map(([name, { value }]) => [name, value])) as T;
  }

  /** Takes over the files of another root with its state, and keeps its own: an upgrade. */
  continueFrom(other: Workdir): void {
    cpSync(join(other.path, 'terraform.tfstate'), join(this.path, 'terraform.tfstate'));
  }

  /** Writes one of its files anew. @throws when that changes nothing */
  edit(file: string, change: (text: string) => string): void {
    const path = join(this.folder, file);
    const text = readFileSync(path, 'utf8');
    const changed = change(text);
    if (changed === text) throw new Error(`${file} is as it was`);
    writeFileSync(path, changed);
  }

  /** Zips that are there and hold nothing, for plans that upload none. */
  withoutCode(): void {
    const folder = join(this.folder, 'zips');
    mkdirSync(folder, { recursive: true });
    for (const name of ['ingestion', 'processing', 'api']) writeFileSync(join(folder, `${name}.zip`), 'none');
    this.variables['code_dir'] = folder;
  }

  private values(): string[] {
    return Object.entries(this.variables).flatMap(([name, value]) => [
      '-var',
      `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
    ]);
  }

  private run(args: string[]): Promise<Ended> {
    return runTerraform(args, this.path);
  }
}
