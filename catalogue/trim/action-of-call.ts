import { actionsOf } from './known-actions.ts';

/** Where CloudTrail has another name for a service than IAM. */
const prefixes: Readonly<Record<string, string>> = {
  email: 'ses',
  iotdata: 'iot',
  'models.lex': 'lex',
  monitoring: 'cloudwatch',
  rdsdata: 'rds-data',
  'runtime.lex': 'lex',
  'servicecatalog-appregistry': 'servicecatalog',
  tagging: 'tag',
};

/** IAM's prefix for the service of a recorded call: `monitoring.amazonaws.com` is `cloudwatch`; undefined where IAM's tables know none. */
export function prefixOf(eventSource: string): string | undefined {
  const service = eventSource.toLowerCase().replace(/\.amazonaws\.com(\.cn)?$/, '');
  const prefix = Object.hasOwn(prefixes, service) ? prefixes[service] : service;
  return prefix !== undefined && actionsOf(prefix).length > 0 ? prefix : undefined;
}

/**
 * The IAM action of the same name as a recorded call; undefined where there is none, since some actions bear another name than
 * their call (ListBuckets is `s3:ListAllMyBuckets`). Lambda and CloudFront put a version behind the name: `ListFunctions20150331`.
 */
export function actionOfCall(eventSource: string, eventName: string): string | undefined {
  const prefix = prefixOf(eventSource);
  const name = eventName.replace(/\d{4}_?\d{2}_?\d{2}(v\d+)?$/, '');
  const action = `${prefix}:${name}`.toLowerCase();
  return prefix && actionsOf(prefix).find((known) => known.toLowerCase() === action);
}
