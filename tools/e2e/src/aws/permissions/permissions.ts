import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { workspace } from '../../product/dist';
import type { Need } from './aws-call';

export const apps = ['ingestion', 'processing', 'api'] as const;
export type PermittedApp = (typeof apps)[number];

const statementSchema = z.strictObject({
  sid: z.string().regex(/^[A-Za-z]+$/),
  actions: z.array(z.string().regex(/^[a-z0-9]+:[A-Za-z]+$/)).min(1),
  /** A resource's name as `${table}`; `*` at its end stands for anything. */
  resources: z.array(z.string().regex(/^\$\{[a-z_]+\}/)).min(1),
  why: z.string().min(1),
  /** Only with this choice. */
  when: z.string().optional(),
  /** Used by Lambda on the function's behalf: no call of ours shows it. */
  by: z.literal('lambda').optional(),
});
export type PermissionStatement = z.infer<typeof statementSchema>;

const schema = z.strictObject({
  choices: z.record(z.string(), z.string()),
  apps: z.strictObject({
    ingestion: z.array(statementSchema),
    processing: z.array(statementSchema),
    api: z.array(statementSchema),
  }),
});

/** What each app may do on AWS: the source of the roles' policies. */
export const permissions = schema.parse(JSON.parse(readFileSync(join(workspace, 'terraform/permissions.json'), 'utf8')));

const isOn = (pattern: string, resource: string): boolean =>
  pattern.endsWith('*') ? resource.startsWith(pattern.slice(0, -1)) : pattern === resource;

/** One action on one resource or beginning of resources. */
export interface Grant {
  action: string;
  resource: string;
}

/** Every action on every resource that statements permit. */
export const grantsOf = (statements: readonly PermissionStatement[]): Grant[] =>
  statements.flatMap(({ actions, resources }) => actions.flatMap((action) => resources.map((resource) => ({ action, resource }))));

export const covers = (grant: Grant, { action, resource }: Need): boolean => grant.action === action && isOn(grant.resource, resource);

/** What holds for an app with these choices. */
export const statementsOf = (app: PermittedApp, choices: readonly string[]): PermissionStatement[] =>
  permissions.apps[app].filter(({ when }) => when === undefined || choices.includes(when));

/** The policy of an app's role. */
export interface PolicyOptions {
  choices: readonly string[];
  /** What each name stands for: an ARN, or the beginning of ARNs. */
  arns: Record<string, string>;
  /** Statements that are left out, to see what fails then. */
  without?: (grant: Grant) => boolean;
}

/** One action on one resource, as a policy says it. */
export interface PolicyStatement {
  Effect: 'Allow';
  Action: string;
  Resource: string;
}

/** The policy of an app's role as IAM takes it. @throws when a resource has a name that nobody gave */
export const policyOf = (
  app: PermittedApp,
  { choices, arns, without = () => false }: PolicyOptions,
): { Version: string; Statement: PolicyStatement[] } => ({
  Version: '2012-10-17',
  Statement: grantsOf(statementsOf(app, choices))
    .filter((grant) => !without(grant))
    .map(({ action, resource }) => ({ Effect: 'Allow', Action: action, Resource: named(resource, arns) })),
});

const named = (resource: string, arns: Record<string, string>): string =>
  resource.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const arn = arns[name];
    if (arn === undefined) throw new Error(`terraform/permissions.json names \${${name}}, which stands for nothing`);
    return arn;
  });
