import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type ConfigInput, parseConfig } from '../../functions/domain/config.ts';

/** The bundles have a test of their own; templates need only a folder. */
function folder(): string {
  const out = mkdtempSync(join(tmpdir(), 'homeostat-bundle-'));
  writeFileSync(join(out, 'assess.mjs'), '');
  return out;
}
jest.unstable_mockModule('../../stacks/constructs/bundle.ts', () => ({
  bundleFunctions: folder,
  bundleConsole: folder,
  bundleSite: folder,
}));
const { HubStack } = await import('../../stacks/hub.ts');
const { MemberStack } = await import('../../stacks/member.ts');

export const home = '111122223333';
export const other = '444455556666';

export const twoAccounts: ConfigInput = {
  accounts: [
    { id: home, regions: ['eu-central-1', 'us-east-1'] },
    { id: other, regions: ['us-east-1', 'eu-central-1'] },
  ],
  policy: [{ safe: 'automatic', disruptive: 'ask' }],
  approvers: [{ name: 'Ann', mail: 'ann@example.com' }],
  channels: { mail: { from: 'homeostat@example.com' } },
  questions: { expireAfterHours: 48 },
};

const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };

/** The templates of a configuration, by stack, as the app makes them. */
export function synthesized(input: ConfigInput): {
  readonly hub: Template;
  readonly members: Readonly<Record<string, Template>>;
} {
  const app = new App({ context });
  const config = parseConfig(input);
  const [first] = config.accounts;
  const hub = new HubStack(app, 'Homeostat', {
    config,
    env: { account: first?.id ?? '', region: first?.regions[0] ?? '' },
  });
  const members = config.accounts.flatMap(({ id: account, regions }) =>
    regions.map(
      (region, index) =>
        [
          `${account} ${region}`,
          new MemberStack(app, `HomeostatMember-${account}-${region}`, {
            hub,
            makesRoles: index === 0,
            env: { account, region },
          }),
        ] as const,
    ),
  );
  return {
    hub: Template.fromStack(hub),
    members: Object.fromEntries(members.map(([name, stack]) => [name, Template.fromStack(stack)])),
  };
}

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, never>;
}

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

export function resourcesOf(template: Template): readonly (readonly [string, Resource])[] {
  return Object.entries(template.toJSON()['Resources'] as Record<string, Resource>);
}

/** Every statement of every IAM policy, with the role or policy it stands in. */
export function statementsOf(
  template: Template,
): readonly { readonly at: string; readonly role: string; readonly statement: Statement }[] {
  const resources = resourcesOf(template);
  const roleNames = new Map(
    resources.map(([id, { Properties }]) => [id, (Properties as { RoleName?: string }).RoleName]),
  );
  return resources.flatMap(([at, { Type, Properties }]) => {
    const {
      PolicyDocument,
      Policies = [],
      RoleName,
      Roles = [],
    } = Properties as {
      PolicyDocument?: object;
      Policies?: { PolicyDocument: object }[];
      RoleName?: string;
      Roles?: { Ref: string }[];
    };
    const documents = /^AWS::IAM::/.test(Type)
      ? [...(PolicyDocument ? [PolicyDocument] : []), ...Policies.map((policy) => policy.PolicyDocument)]
      : [];
    return documents
      .flatMap((document) => (document as { Statement: Statement[] }).Statement)
      .map((statement) => ({
        at,
        role: roleNames.get(Roles[0]?.Ref ?? at) ?? Roles[0]?.Ref ?? RoleName ?? at,
        statement,
      }));
  });
}

export function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}
