import type { Recorded } from './recorded.ts';

const region = 'eu-central-1';
const arn = `arn:aws:access-analyzer:${region}:111122223333:analyzer`;
const createdAt = new Date('2025-03-04T05:06:07Z');
const unused = { arn: `${arn}/unused`, name: 'unused', type: 'ACCOUNT_UNUSED_ACCESS', createdAt, status: 'ACTIVE' };
const outside = { arn: `${arn}/homeostat`, name: 'homeostat', type: 'ACCOUNT', createdAt, status: 'ACTIVE' };

export const accessanalyzer: readonly Recorded[] = [
  {
    control: 'accessanalyzer.analyzer-on',
    of: 'the only analyzer of access from outside, which somebody deleted',
    target: { account: '111122223333', region, arn: `arn:aws:access-analyzer:${region}:111122223333:account` },
    source: 'https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ListAnalyzers.html',
    before: {
      'access-analyzer:ListAnalyzers': ({ nextToken }) =>
        nextToken === undefined ? { analyzers: [], nextToken: 'AAAA' } : { analyzers: [unused] },
      'access-analyzer:CreateAnalyzer': { arn: outside.arn },
    },
    after: { 'access-analyzer:ListAnalyzers': { analyzers: [unused, outside] } },
    record: {
      eventSource: 'access-analyzer.amazonaws.com',
      eventName: 'DeleteAnalyzer',
      requestParameters: { analyzerName: 'outside' },
    },
  },
];
