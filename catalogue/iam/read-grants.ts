import { withoutAdministration } from '../policy/admin.ts';
import { tagsOf } from '../tags.ts';
import { isAwsManaged, partsOf } from './arn.ts';
import type { Aws } from './calls.ts';
import type { Grants, Inline, Kind, Managed, Version } from './grants.ts';
import { everyPage } from './pages.ts';
import { spelling } from './spelling.ts';
import { mostVersions, numberOf } from './versions.ts';

const readsAtOnce = 8;

/** What the principal or managed policy of an ARN grants. */
export async function readGrants(arn: string, aws: Aws): Promise<Grants> {
  if (isAwsManaged(arn)) {
    return { kind: 'aws-managed', arn };
  }
  const { type, name, path } = partsOf(arn);
  return type === 'policy'
    ? readManaged(arn, aws)
    : { kind: 'principal', type, name, path, inline: await readInline(type, name, aws) };
}

/** The tags of a principal or managed policy. */
export async function readTags(arn: string, aws: Aws): Promise<Readonly<Record<string, string>>> {
  if (isAwsManaged(arn)) {
    return {};
  }
  const { type, name } = partsOf(arn);
  const pages = await everyPage((Marker) =>
    type === 'policy' ? aws('iam:ListPolicyTags', { PolicyArn: arn, Marker }) : spelling[type].tags(aws, name, Marker),
  );
  return tagsOf(pages.flatMap(({ Tags = [] }) => Tags));
}

export async function readInline(type: Kind, name: string, aws: Aws): Promise<Inline[]> {
  const pages = await everyPage((marker) => spelling[type].policies(aws, name, marker));
  const names = pages.flatMap(({ PolicyNames = [] }) => PolicyNames).toSorted();
  const inline: Inline[] = [];
  for (let start = 0; start < names.length; start += readsAtOnce) {
    const documents = names.slice(start, start + readsAtOnce).map(async (policy) => {
      const document = await spelling[type].document(aws, name, policy);
      return document === undefined ? [] : [{ name: policy, document: decodeURIComponent(document) }];
    });
    inline.push(...(await Promise.all(documents)).flat());
  }
  return inline;
}

async function readManaged(arn: string, aws: Aws): Promise<Managed> {
  const policy = (await aws('iam:GetPolicy', { PolicyArn: arn }))?.Policy;
  const version = policy?.DefaultVersionId ?? '';
  const document = await readVersion(arn, version, aws);
  if (document === undefined) {
    throw new Error(`version ${version} of ${arn} went away while it was read`);
  }
  if (withoutAdministration(document).removed === 0) {
    return { kind: 'managed', arn, document, use: null };
  }
  const [holders, oldest] = await Promise.all([readHolders(arn, aws), readOldest(arn, aws)]);
  const boundary = (policy?.PermissionsBoundaryUsageCount ?? 0) > 0;
  return { kind: 'managed', arn, document, use: { version, boundary, holders, oldest } };
}

export async function readVersion(PolicyArn: string, VersionId: string, aws: Aws): Promise<string | undefined> {
  const document = (await aws('iam:GetPolicyVersion', { PolicyArn, VersionId }))?.PolicyVersion?.Document;
  return document === undefined ? undefined : decodeURIComponent(document);
}

async function readHolders(PolicyArn: string, aws: Aws): Promise<string[]> {
  const pages = await everyPage((Marker) =>
    aws('iam:ListEntitiesForPolicy', { PolicyArn, PolicyUsageFilter: 'PermissionsPolicy', Marker }),
  );
  return pages
    .flatMap(({ PolicyRoles = [], PolicyUsers = [], PolicyGroups = [] }) => [
      ...PolicyRoles.map(({ RoleName }) => `role ${RoleName}`),
      ...PolicyUsers.map(({ UserName }) => `user ${UserName}`),
      ...PolicyGroups.map(({ GroupName }) => `group ${GroupName}`),
    ])
    .toSorted();
}

/** The version that has to go before a new one fits; `null` while there is room. */
export async function readOldest(arn: string, aws: Aws): Promise<Version | null> {
  const pages = await everyPage((Marker) => aws('iam:ListPolicyVersions', { PolicyArn: arn, Marker }));
  const versions = pages.flatMap(({ Versions = [] }) => Versions);
  const [id] = versions
    .filter(({ IsDefaultVersion }) => !IsDefaultVersion)
    .map(({ VersionId = '' }) => VersionId)
    .toSorted((a, b) => numberOf(a) - numberOf(b));
  if (versions.length < mostVersions || id === undefined) {
    return null;
  }
  const document = await readVersion(arn, id, aws);
  return document === undefined ? null : { id, document };
}
