import type { Answers, Recorded } from './recorded.ts';

const repositoryName = 'team/orders';
const repositoryArn = `arn:aws:ecr:eu-central-1:111122223333:repository/${repositoryName}`;
const target = { account: '111122223333', region: 'eu-central-1', arn: repositoryArn };
const source =
  'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetRepositoryScanningConfiguration.html';
const record = {
  eventSource: 'ecr.amazonaws.com',
  eventName: 'PutImageScanningConfiguration',
  requestParameters: {
    registryId: '111122223333',
    repositoryName,
    imageScanningConfiguration: { scanOnPush: false },
  },
};

export const ecr: readonly Recorded[] = [
  {
    control: 'ecr.repository-scanned',
    of: 'a repository whose scan on push was turned off, in a registry without rules',
    target,
    source,
    before: scanned('MANUAL', { scanType: 'BASIC', rules: [] }),
    after: scanned('SCAN_ON_PUSH', { scanType: 'BASIC', rules: [] }),
    record,
  },
  {
    control: 'ecr.repository-scanned',
    of: 'a new repository that the filters of enhanced scanning leave out',
    target,
    source: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetRegistryScanningConfiguration.html',
    before: scanned('MANUAL', {
      scanType: 'ENHANCED',
      rules: [{ scanFrequency: 'CONTINUOUS_SCAN', repositoryFilters: [{ filter: 'prod-*', filterType: 'WILDCARD' }] }],
    }),
    record: {
      eventSource: 'ecr.amazonaws.com',
      eventName: 'CreateRepository',
      requestParameters: { repositoryName, imageScanningConfiguration: { scanOnPush: true } },
      responseElements: { repository: { repositoryArn, repositoryName, registryId: '111122223333' } },
    },
  },
];

function scanned(scanFrequency: string, scanningConfiguration: object): Answers {
  return {
    'ecr:BatchGetRepositoryScanningConfiguration': {
      scanningConfigurations: [
        {
          ...{ repositoryArn, repositoryName, scanFrequency, scanOnPush: scanFrequency === 'SCAN_ON_PUSH' },
          appliedScanFilters: [],
        },
      ],
      failures: [],
    },
    'ecr:GetRegistryScanningConfiguration': { registryId: '111122223333', scanningConfiguration },
  };
}
