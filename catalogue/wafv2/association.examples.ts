import type { Example, NonEmpty } from '../control.ts';
import { type Association, associate, disassociate } from './association.ts';
import type { Protection } from './protection.ts';

const aclOf = (name: string) =>
  `arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/${name}/0b7c7a52-5d0c-4b6b-9d0e-5b1f6f8f6a01`;
const baseline = aclOf('Homeostat-baseline');
const shop = aclOf('shop');

/** The cases of a kind of resource in a region, each of which AWS WAF treats alike. `label` is what sentences call it. */
export function associationExamples(arn: string, label: string): NonEmpty<Example<Protection, Association>> {
  const bare = { arn, protectedBy: null };
  return [
    {
      name: 'a Web ACL stands before it, Firewall Manager’s',
      state: { arn, protectedBy: aclOf('FMManagedWebACLV2-edge-1700000000000'), acl: null },
      plan: { outcome: 'compliant' },
    },
    attaching(bare, label, {
      name: 'it has none, and the baseline counts',
      acl: { arn: baseline, rules: 4, refuses: 'none' },
      risk: {
        level: 'safe',
        because: `the rules of Homeostat-baseline only count what they match: no request to ${label} is refused`,
      },
    }),
    attaching(bare, label, {
      name: 'it has none, and the Web ACL to attach refuses what its rules match',
      settings: { acl: shop },
      acl: { arn: shop, rules: 3, refuses: 'those its rules match' },
      risk: {
        level: 'disruptive',
        because: `requests to ${label} that the rules of shop match are refused, perhaps also some that are meant well`,
      },
    }),
    attaching(bare, label, {
      name: 'it has none, and the Web ACL to attach lets through only what its rules allow',
      settings: { acl: 'shop' },
      acl: { arn: shop, rules: 1, refuses: 'all that its rules do not allow' },
      risk: {
        level: 'disruptive',
        because: `every request to ${label} that the rules of shop do not allow is refused`,
      },
    }),
    ...leaving(bare, label),
  ];
}

function leaving(bare: Omit<Protection, 'acl'>, label: string): readonly Example<Protection, Association>[] {
  return [
    {
      name: 'it has none, and no baseline was made',
      state: { ...bare, acl: null },
      plan: {
        outcome: 'leave',
        because: `Homeostat’s own Web ACL for ${label} is not made: set baselineWebAcl in the configuration, or name another Web ACL in the setting acl`,
      },
    },
    {
      name: 'it has none, and the Web ACL that the setting names is not there',
      settings: { acl: 'shop' },
      state: { ...bare, acl: null },
      plan: {
        outcome: 'leave',
        because: `the Web ACL shop that the setting acl names is none that could protect ${label}, in its account, region and scope`,
      },
    },
    {
      name: 'it has none, and the Web ACL to attach is empty',
      settings: { acl: 'shop' },
      state: { ...bare, acl: { arn: shop, rules: 0, refuses: 'none' } },
      plan: { outcome: 'leave', because: `the Web ACL shop has no rules that could protect ${label}` },
    },
  ];
}

interface Attaching {
  readonly name: string;
  readonly settings?: { readonly acl: string };
  readonly acl: NonNullable<Protection['acl']>;
  readonly risk: { readonly level: 'safe' | 'disruptive'; readonly because: string };
}

function attaching(
  bare: Omit<Protection, 'acl'>,
  label: string,
  { name, settings, acl, risk }: Attaching,
): Example<Protection, Association> {
  return {
    name,
    ...(settings && { settings }),
    state: { ...bare, acl },
    plan: {
      outcome: 'change',
      risk,
      apply: [associate(bare.arn, acl.arn, label)],
      undo: [disassociate(bare.arn, acl.arn, label)],
      after: { ...bare, protectedBy: acl.arn, acl: null },
    },
  };
}
