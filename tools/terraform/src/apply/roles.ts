import { grantsOf, isDenied, permissions, probesOf, covers, apps, type PermittedApp } from '@twl/e2e';
import type { Account } from './account';

interface Document {
  Statement: Record<string, unknown>[];
}

const batches = ['sqs:SendMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'];
const extra = 'emulator-batches';

/** The roles of the functions, as Terraform made them on the emulator. */
export class Roles {
  constructor(private readonly account: Account) {}

  private get aws() {
    return this.account.aws;
  }

  nameOf(app: PermittedApp): string {
    return `${this.account.outputs.function_names[app]!}-${this.account.ministack.region}`;
  }

  /** IAM permits a batch by the action for one message; this emulator has actions of its own for batches. */
  async permitBatches(): Promise<void> {
    for (const app of apps) {
      const role = ['--role-name', this.nameOf(app)];
      type Given = { PolicyDocument: Document };
      const { PolicyDocument } = await this.aws.json<Given>('iam', 'get-role-policy', ...role, '--policy-name', 'permissions');
      const Statement = PolicyDocument.Statement.map(({ Action, Resource }) => ({
        Effect: 'Allow',
        Resource,
        Action: [Action as string | string[]]
          .flat()
          .filter((action) => batches.includes(action))
          .map((action) => `${action}Batch`),
      })).filter(({ Action }) => Action.length > 0);
      const document = JSON.stringify({ Version: '2012-10-17', Statement });
      await this.aws.text('iam', 'put-role-policy', ...role, '--policy-name', extra, '--policy-document', document);
    }
  }

  /** As Terraform left them. */
  async forbidBatches(): Promise<void> {
    for (const app of apps) await this.aws.text('iam', 'delete-role-policy', '--role-name', this.nameOf(app), '--policy-name', extra);
  }

  /** Makes every call that some app makes, and some that none makes, as the role of one. Gives what is not as permissions.json says. */
  async probe(app: PermittedApp): Promise<{ wrong: string[]; allowed: number; refused: number }> {
    const { table, raw_bucket: bucket, settings } = this.account.outputs;
    const nameOf = (url: string): string => url.split('/').at(-1)!;
    const names = {
      table,
      bucket,
      pages: nameOf(settings['PAGE_QUEUE']!),
      requests: nameOf(settings['REQUEST_QUEUE']!),
      prefix: settings['SECRETS_PREFIX']!,
    };
    const probes = probesOf({ ...this.account.ministack.access, credentials: await this.assume(app) }, names);
    const choices = [settings['SECRETS']!, 'kept-cursor-key'];
    const grants = grantsOf(permissions.apps[app].filter(({ when }) => when === undefined || choices.includes(when)));
    const result = { wrong: [] as string[], allowed: 0, refused: 0 };
    for (const probe of probes) {
      const refused = await isDenied(probe);
      result[refused ? 'refused' : 'allowed']++;
      const { action, resource } = probe.need;
      if (refused === grants.some((grant) => covers(grant, probe.need)))
        result.wrong.push(`${action} on ${resource} is ${refused ? 'refused' : 'allowed'}`);
    }
    return result;
  }

  /** Credentials of a role, which for a moment trusts the tests too. */
  private async assume(app: PermittedApp) {
    const role = ['--role-name', this.nameOf(app)];
    type Given = { Role: { Arn: string; AssumeRolePolicyDocument: Document } };
    const { Role } = await this.aws.json<Given>('iam', 'get-role', ...role);
    const trust = (document: Document) =>
      this.aws.text('iam', 'update-assume-role-policy', ...role, '--policy-document', JSON.stringify(document));
    const tests = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${Role.Arn.split(':')[4]!}:root` } };
    const { AssumeRolePolicyDocument: right } = Role;
    await trust({ ...right, Statement: [...right.Statement, tests] });
    type Assumed = { Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string } };
    const { Credentials } = await this.aws.json<Assumed>('sts', 'assume-role', '--role-arn', Role.Arn, '--role-session-name', 'probe');
    await trust(right);
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = Credentials;
    return { accessKeyId, secretAccessKey, sessionToken };
  }
}
