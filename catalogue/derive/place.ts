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

const homeOfIam: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
};

/** The region a resource is kept under. IAM has one in each partition, whatever region an event about it comes from. */
export function regionOf(arn: string, place: Place): string {
  return (arn.split(':')[2] === 'iam' ? homeOfIam[place.partition] : undefined) ?? place.region;
}
