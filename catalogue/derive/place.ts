/** Where something happens: what the placeholders of an ARN pattern stand for. */
export interface Place {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

/** Fills `{partition}`, `{account}` and `{region}` into an ARN pattern; other placeholders stay. */
export function fill(pattern: string, place: Place): string {
  return pattern.replace(/\{(partition|account|region)\}/g, (_, name: keyof Place) => place[name]);
}

const partitions: Readonly<Record<string, string>> = { cn: 'aws-cn', 'us-gov': 'aws-us-gov' };

/** The partition a region belongs to. */
export function partitionOf(region: string): string {
  const prefix = Object.keys(partitions).find((start) => region.startsWith(`${start}-`));
  return (prefix && partitions[prefix]) ?? 'aws';
}

const homes: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
};

/** The region a resource is kept under. What is global has one in each partition, whatever region an event about it comes from. */
export function regionOf(arn: string, place: Place): string {
  return (isGlobal(arn) ? homes[place.partition] : undefined) ?? place.region;
}

/** Whether a resource is of an account but of no region: IAM's, CloudFront's, S3's settings for a whole account. */
export function isGlobal(arn: string): boolean {
  const [, , service, region, account] = arn.split(':');
  return service === 'iam' || (region === '' && account !== '');
}
