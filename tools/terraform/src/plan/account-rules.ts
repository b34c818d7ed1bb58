import { json, wrongOnes, type Rule } from './rule';
import { bucketRule } from './storage-rules';

/** Who deploys, in the tests. */
export const repository = { owner: 'acme', owner_id: 11, name: 'pipeline', id: 22 };

const ours = ['repo:acme/pipeline:', 'repo:acme@11/pipeline@22:'];

interface Trust {
  Statement: { Principal: { Federated?: string }; Condition: Record<string, Record<string, string | string[]>> }[];
}

/** What holds of the account. */
export const accountRules: readonly Rule[] = [
  bucketRule,
  {
    name: 'a role of GitHub trusts this repository alone, by both forms of its name, and not every run of it',
    check: (all) =>
      wrongOnes(all.of('aws_iam_role'), (role) => {
        const trust = json<Trust>(role, 'assume_role_policy');
        if (!trust) return 'trusts who is not known yet';
        const [{ Condition } = { Condition: {} as Trust['Statement'][number]['Condition'] }] = trust.Statement;
        const subjects = [Condition['StringEquals']?.['token.actions.githubusercontent.com:sub'] ?? []].flat();
        if (Condition['StringEquals']?.['token.actions.githubusercontent.com:aud'] !== 'sts.amazonaws.com')
          return 'takes tokens for others';
        const wide = subjects.filter((subject) => subject.includes('*') || !ours.some((one) => subject.startsWith(one)));
        if (wide.length > 0 || subjects.length === 0) return `trusts ${wide.join(', ') || 'everybody'}`;
        return ours.some((one) => !subjects.some((subject) => subject.startsWith(one))) && `knows ${subjects.join(', ')} alone`;
      }),
  },
  {
    name: 'a plan for a pull request changes nothing, and an apply belongs to one environment',
    check: (all) => [
      ...wrongOnes(
        all.of('aws_iam_role_policy_attachment'),
        ({ values }) => values['policy_arn'] !== 'arn:aws:iam::aws:policy/ReadOnlyAccess' && `gives ${String(values['policy_arn'])}`,
      ),
      ...wrongOnes(
        all.of('aws_iam_role').filter(({ index }) => index !== 'plan'),
        (role) => {
          const environment = String(role.index).replace('apply-', '');
          const subjects = [
            json<Trust>(role, 'assume_role_policy')?.Statement[0]?.Condition['StringEquals']?.['token.actions.githubusercontent.com:sub'] ??
              [],
          ].flat();
          return subjects.some((subject) => !subject.endsWith(`:environment:${environment}`)) && `is taken for ${subjects.join(', ')}`;
        },
      ),
    ],
  },
  {
    name: 'old locks of states go',
    check: (all) => {
      const [rule] = all.one('aws_s3_bucket_lifecycle_configuration').values['rule'] as {
        noncurrent_version_expiration: { noncurrent_days: number }[];
      }[];
      return rule?.noncurrent_version_expiration[0]?.noncurrent_days ? [] : ['old versions of locks stay'];
    },
  },
];
