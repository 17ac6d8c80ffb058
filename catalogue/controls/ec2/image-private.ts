import * as z from 'zod';
import { type Change, defineControl } from '../../control.ts';
import { ec2Tags, everyPage, idOf, tagReads } from '../../ec2/resource.ts';
import { excess, isNone, Sharing, Trusted, whom, without } from '../../ec2/sharing.ts';

const Image = z.object({ id: z.string(), account: z.string(), sharing: Sharing });
type Image = z.infer<typeof Image>;

/** EC2's ARNs of images name no account. */
const images = 'arn:{partition}:ec2:{region}::image/*';

export const imagePrivate = defineControl({
  id: 'ec2.image-private',
  title: 'Machine images are not shared with everybody',
  practice: 'data storage',
  severity: 'high',
  resources: { 'AWS::EC2::Image': 'arn:{partition}:ec2:{region}::image/{resourceId}' },
  standards: { Prowler: ['ec2_ami_public'] },
  why: 'Whatever is on an image that is shared with everybody, keys, code and customers’ data among it, can be launched and read by any AWS account.',
  impact:
    'Accounts that nobody named can no longer launch instances of it; instances that run go on. Accounts, organizations and units that it is shared with by name go on using it, save those that the setting does not trust. An image that is published on purpose needs an exemption.',
  triggers: [
    {
      kind: 'api-call',
      service: 'ec2',
      events: ['ModifyImageAttribute'],
      target: 'arn:{partition}:ec2:{region}::image/{imageId}',
    },
  ],
  settings: Trusted,
  reads: [{ call: 'ec2:DescribeImageAttribute', on: images }, { call: 'ec2:DescribeImages', on: '*' }, ...tagReads],
  writes: [{ call: 'ec2:ModifyImageAttribute', on: images }],
  gone: ['InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable'],
  state: Image,
  tags: ec2Tags,

  async *list({ partition, region }, aws) {
    for await (const page of everyPage((rest) =>
      aws('ec2:DescribeImages', { Owners: ['self'], MaxResults: 1_000, ...rest }),
    )) {
      for (const { ImageId } of page.Images ?? []) {
        yield `arn:${partition}:ec2:${region}::image/${ImageId}`;
      }
    }
  },

  async read(target, aws) {
    const id = idOf(target);
    const answer = await aws('ec2:DescribeImageAttribute', { ImageId: id, Attribute: 'launchPermission' });
    const found = answer?.LaunchPermissions ?? [];
    const named = found.map((one) => one.UserId ?? one.OrganizationArn ?? one.OrganizationalUnitArn);
    return {
      id,
      account: target.account,
      sharing: {
        everybody: found.some(({ Group }) => Group === 'all'),
        others: named.filter((name) => name !== undefined).toSorted(),
      },
    };
  },

  plan(image, trusted) {
    const { id, account, sharing } = image;
    const gone = excess(sharing, account, trusted);
    if (isNone(gone)) {
      return { outcome: 'compliant' };
    }
    return {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: gone.everybody
          ? `EC2 blocks public images by default, so ${id} may be public on purpose: whoever launches it without being named no longer can`
          : `${whom(gone)} can no longer launch ${id}, which was shared by name`,
      },
      apply: [modify(id, 'Remove', gone, `Take ${id} back from ${whom(gone)}`)],
      undo: [modify(id, 'Add', gone, `Share ${id} with ${whom(gone)} again`)],
      after: { ...image, sharing: without(sharing, gone) },
    };
  },

  examples: [
    {
      name: 'an image that is shared with an account and with an organization',
      state: of({ everybody: false, others: ['444455556666', organization()] }),
      plan: { outcome: 'compliant' },
    },
    {
      name: 'an image that is shared with everybody and with an organization',
      state: of({ everybody: true, others: [organization()] }),
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because:
            'EC2 blocks public images by default, so ami-0a1b2c3d may be public on purpose: whoever launches it without being named no longer can',
        },
        apply: [
          {
            call: 'ec2:ModifyImageAttribute',
            input: { ImageId: 'ami-0a1b2c3d', LaunchPermission: { Remove: [{ Group: 'all' }] } },
            says: 'Take ami-0a1b2c3d back from everybody',
          },
        ],
        undo: [
          {
            call: 'ec2:ModifyImageAttribute',
            input: { ImageId: 'ami-0a1b2c3d', LaunchPermission: { Add: [{ Group: 'all' }] } },
            says: 'Share ami-0a1b2c3d with everybody again',
          },
        ],
        after: of({ everybody: false, others: [organization()] }),
      },
    },
    {
      name: 'an image that is shared with an account and a unit that the setting does not trust',
      settings: { trusted: [organization()] },
      state: of({ everybody: false, others: ['444455556666', organization(), unit()] }),
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because: `444455556666 and ${unit()} can no longer launch ami-0a1b2c3d, which was shared by name`,
        },
        apply: [
          {
            call: 'ec2:ModifyImageAttribute',
            input: {
              ImageId: 'ami-0a1b2c3d',
              LaunchPermission: { Remove: [{ UserId: '444455556666' }, { OrganizationalUnitArn: unit() }] },
            },
            says: `Take ami-0a1b2c3d back from 444455556666 and ${unit()}`,
          },
        ],
        undo: [
          {
            call: 'ec2:ModifyImageAttribute',
            input: {
              ImageId: 'ami-0a1b2c3d',
              LaunchPermission: { Add: [{ UserId: '444455556666' }, { OrganizationalUnitArn: unit() }] },
            },
            says: `Share ami-0a1b2c3d with 444455556666 and ${unit()} again`,
          },
        ],
        after: of({ everybody: false, others: [organization()] }),
      },
    },
  ],
});

function of(sharing: Sharing): Image {
  return { id: 'ami-0a1b2c3d', account: '111122223333', sharing };
}

function organization(): string {
  return 'arn:aws:organizations::444455556666:organization/o-a1b2c3d4e5';
}

function unit(): string {
  return 'arn:aws:organizations::777788889999:ou/o-f6g7h8i9j0/ou-ab12-cd34ef56';
}

function modify(
  ImageId: string,
  how: 'Add' | 'Remove',
  { everybody, others }: Sharing,
  says: string,
): Change<'ec2:ModifyImageAttribute'> {
  const permissions = [...(everybody ? [{ Group: 'all' as const }] : []), ...others.map(permission)];
  return { call: 'ec2:ModifyImageAttribute', input: { ImageId, LaunchPermission: { [how]: permissions } }, says };
}

function permission(
  other: string,
): { UserId: string } | { OrganizationArn: string } | { OrganizationalUnitArn: string } {
  if (!other.startsWith('arn:')) {
    return { UserId: other };
  }
  return other.includes(':ou/') ? { OrganizationalUnitArn: other } : { OrganizationArn: other };
}
