import { partitionOf } from '../../catalogue/derive/place.ts';
import type { Cause, Target } from './finding.ts';

const hosts: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** AWS's console finds the page of a resource by its ARN. */
export function resourceLink({ arn, region }: Pick<Target, 'arn' | 'region'>): string {
  return `https://${hostIn(region)}/go/view?arn=${encodeURIComponent(arn)}`;
}

/** The call in CloudTrail's event history, where a call was the cause. */
export function eventLink({ id, actor }: Cause, region: string): string | null {
  const isCall = !['unknown', 'Operator'].includes(actor.type);
  return isCall
    ? `https://${hostIn(region)}/cloudtrailv2/home?region=${region}#/events/${encodeURIComponent(id)}`
    : null;
}

export function executionLink(arn: string, region: string): string {
  return `https://${hostIn(region)}/states/home?region=${region}#/v2/executions/details/${encodeURIComponent(arn)}`;
}

function hostIn(region: string): string {
  return hosts[partitionOf(region)] ?? 'console.aws.amazon.com';
}
