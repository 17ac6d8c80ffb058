import type { Scope } from '../../../../functions/domain/exemption.ts';

/** What somebody typed about the scope of an exemption. */
export interface Written {
  readonly account: string;
  readonly region: string;
  readonly arn: string;
  readonly key: string;
  readonly value: string;
  readonly ou: string;
}

/** The scope that is meant; undefined where something is lacking still. */
export function scopeOf(kind: Scope['kind'], { account, region, arn, key, value, ou }: Written): Scope | undefined {
  switch (kind) {
    case 'resource':
      return account && region && arn.startsWith('arn:') ? { kind, account, region, arn } : undefined;
    case 'account':
      return account ? { kind, account } : undefined;
    case 'tag':
      return key ? { kind, key, value } : undefined;
    case 'ou':
      return ou ? { kind, ou } : undefined;
    default:
      return kind satisfies never;
  }
}
