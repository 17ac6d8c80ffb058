import type { GetRegistryScanningConfigurationResponse } from '@aws-sdk/client-ecr';
import * as z from 'zod';
import { type Caller, type Change, defineControl, type Permission, type Target } from '../../control.ts';
import type { Place } from '../../derive/place.ts';
import { tagsOf } from '../../tags.ts';

const repositories = 'arn:{partition}:ecr:{region}:{account}:repository/*';

const Repository = z.object({
  arn: z.string(),
  account: z.string(),
  /** When its images are scanned, whoever said so: the repository or a rule of the registry. */
  scans: z.enum(['CONTINUOUS_SCAN', 'MANUAL', 'SCAN_ON_PUSH']),
  /** Whether the registry’s rules alone say what is scanned; read only where nothing scans it. */
  isRuledByRegistry: z.boolean().nullable(),
});
type Repository = z.infer<typeof Repository>;

const reads = [
  { call: 'ecr:BatchGetRepositoryScanningConfiguration', on: repositories },
  { call: 'ecr:GetRegistryScanningConfiguration', on: '*' },
  { call: 'ecr:ListTagsForResource', on: repositories },
  { call: 'ecr:DescribeRepositories', on: repositories },
] as const satisfies readonly Permission[];
type Aws = Caller<(typeof reads)[number]['call']>;

export const repositoryScanned = defineControl({
  id: 'ecr.repository-scanned',
  title: 'Images are scanned when they are pushed',
  practice: 'audits',
  severity: 'high',
  resources: { 'AWS::ECR::Repository': 'arn:{partition}:ecr:{region}:{account}:repository/{resourceId}' },
  standards: {
    'Security Hub': ['ECR.1'],
    Prowler: ['ecr_repositories_scan_images_on_push_enabled', 'ecr_registry_scan_images_on_push_enabled'],
  },
  why: 'An image with known vulnerabilities runs wherever it is deployed; nobody learns of them unless somebody looks.',
  impact:
    'Images that are pushed from then on are scanned once, without charge; those that are there are not. Pushing and pulling stay as they are. Where rules of the registry, or Amazon Inspector, say what is scanned, they are left to whoever set them.',
  triggers: [
    {
      kind: 'api-call',
      service: 'ecr',
      events: ['CreateRepository', 'PutImageScanningConfiguration'],
      target: 'arn:{partition}:ecr:{region}:{account}:repository/{repositoryName}',
    },
    { kind: 'config-rule', rule: 'ecr-private-image-scanning-enabled' },
    { kind: 'security-hub', control: 'ECR.1' },
  ],
  reads,
  writes: [{ call: 'ecr:PutImageScanningConfiguration', on: repositories }],
  gone: ['RepositoryNotFoundException'],
  state: Repository,
  list: listRepositories,
  tags: async ({ arn }, aws) => tagsOf((await aws('ecr:ListTagsForResource', { resourceArn: arn }))?.tags),

  async read({ arn, account }, aws) {
    const repositoryNames = [nameOf({ arn })];
    const answer = await aws('ecr:BatchGetRepositoryScanningConfiguration', { repositoryNames });
    const scans = answer?.scanningConfigurations?.[0]?.scanFrequency;
    if (scans === undefined) {
      // A repository that is no more is a failure within the answer, but an error here.
      await aws('ecr:DescribeRepositories', { repositoryNames });
      throw new Error(`the registry does not say when ${arn} is scanned: ${answer?.failures?.[0]?.failureCode}`);
    }
    return {
      arn,
      account,
      scans,
      isRuledByRegistry: scans === 'MANUAL' ? isRuling(await aws('ecr:GetRegistryScanningConfiguration', {})) : null,
    };
  },

  plan(repository) {
    const { scans, isRuledByRegistry } = repository;
    const name = nameOf(repository);
    if (scans !== 'MANUAL') {
      return { outcome: 'compliant' };
    }
    if (isRuledByRegistry === null) {
      return { outcome: 'leave', because: `it was not read who says whether images in ${name} are scanned` };
    }
    return isRuledByRegistry
      ? {
          outcome: 'leave',
          because: `rules of the registry say which images are scanned, and those in ${name} are not among them: add a filter to a rule`,
        }
      : {
          outcome: 'change',
          risk: { level: 'safe', because: `pushing to ${name} and pulling from it stay as they are` },
          apply: [set(repository, true, `Scan images that are pushed to ${name}`)],
          undo: [set(repository, false, `Scan no images that are pushed to ${name} again`)],
          after: { ...repository, scans: 'SCAN_ON_PUSH' as const, isRuledByRegistry: null },
        };
  },

  examples: [
    {
      name: 'a repository whose images are scanned on push',
      state: of('SCAN_ON_PUSH'),
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a repository that Amazon Inspector scans all the time',
      state: of('CONTINUOUS_SCAN'),
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a repository that nobody scans',
      state: of('MANUAL', false),
      plan: {
        outcome: 'change',
        risk: { level: 'safe', because: 'pushing to team/orders and pulling from it stay as they are' },
        apply: [set(of('MANUAL'), true, 'Scan images that are pushed to team/orders')],
        undo: [set(of('MANUAL'), false, 'Scan no images that are pushed to team/orders again')],
        after: of('SCAN_ON_PUSH'),
      },
    },
    {
      name: 'a repository that the registry’s rules leave out',
      state: of('MANUAL', true),
      plan: {
        outcome: 'leave',
        because:
          'rules of the registry say which images are scanned, and those in team/orders are not among them: add a filter to a rule',
      },
    },
    {
      name: 'a repository of which it is not known who says what is scanned',
      state: of('MANUAL'),
      plan: { outcome: 'leave', because: 'it was not read who says whether images in team/orders are scanned' },
    },
  ],
});

/**
 * With enhanced scanning, or with rules, the registry decides; what a repository says for itself is on its way out.
 * Source: Amazon ECR API reference, PutImageScanningConfiguration and PutRegistryScanningConfiguration.
 */
function isRuling({ scanningConfiguration }: GetRegistryScanningConfigurationResponse = {}): boolean {
  const { scanType = 'BASIC', rules = [] } = scanningConfiguration ?? {};
  return scanType !== 'BASIC' || rules.length > 0;
}

async function* listRepositories(_: Place, aws: Aws): AsyncGenerator<string> {
  let nextToken: string | undefined;
  do {
    const page = await aws('ecr:DescribeRepositories', { maxResults: 1_000, ...(nextToken && { nextToken }) });
    for (const { repositoryArn } of page?.repositories ?? []) {
      if (repositoryArn !== undefined) {
        yield repositoryArn;
      }
    }
    nextToken = page?.nextToken;
  } while (nextToken);
}

function set(
  { arn, account }: Repository,
  scanOnPush: boolean,
  says: string,
): Change<'ecr:PutImageScanningConfiguration'> {
  return {
    call: 'ecr:PutImageScanningConfiguration',
    input: { registryId: account, repositoryName: nameOf({ arn }), imageScanningConfiguration: { scanOnPush } },
    says,
  };
}

/** It may hold slashes. */
function nameOf({ arn }: Pick<Target, 'arn'>): string {
  return arn.slice(arn.indexOf('repository/') + 'repository/'.length);
}

function of(scans: Repository['scans'], isRuledByRegistry: boolean | null = null): Repository {
  const account = '111122223333';
  return { arn: `arn:aws:ecr:eu-central-1:${account}:repository/team/orders`, account, scans, isRuledByRegistry };
}
