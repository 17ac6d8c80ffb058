import { randomUUID } from 'node:crypto';
import { execute } from 'dynamodb-toolbox/entity/actions/transactWrite';
import { end, exempt, type KeptExemption, runningExemptions } from './aws/exemptions.ts';
import { reopen } from './aws/reopen.ts';
import type { Config } from './domain/config.ts';
import { type Scope, saysScope } from './domain/exemption.ts';

export interface ExemptionWish {
  readonly control: string;
  readonly scope: Scope;
  readonly days: number;
  readonly reason: string;
}

/** What came of an exemption that was to be made or ended. */
export type Exempted =
  | { readonly outcome: 'done'; readonly says: string }
  | { readonly outcome: 'refused'; readonly because: string };

/** Makes an exemption for somebody whom the caller has made sure of. */
export async function makeExemption(
  { control, scope, days, reason }: ExemptionWish,
  { owner, config, now }: { readonly owner: string; readonly config: Config; readonly now: Date },
): Promise<Exempted> {
  const { maximumDays, tagKeys } = config.exemptions;
  if (days > maximumDays) {
    return { outcome: 'refused', because: `an exemption lasts ${maximumDays} days at most` };
  }
  if (scope.kind === 'tag' && !tagKeys.includes(scope.key)) {
    const because = `resources are exempted by the tags ${tagKeys.join(', ') || '(none)'}: see exemptions.tagKeys`;
    return { outcome: 'refused', because };
  }
  const id = `x-${randomUUID().slice(0, 13)}`;
  const until = new Date(now.getTime() + days * 86_400_000).toISOString();
  await execute(...exempt({ id, control, scope, owner, reason, until }, now));
  return { outcome: 'done', says: `${id}: ${saysScope(scope)} is left alone for ${control} until ${until}` };
}

export async function runningExemption(id: string): Promise<KeptExemption | undefined> {
  return (await runningExemptions()).find((one) => one.id === id);
}

/** Ends an exemption for somebody who may, and has what it held judged again. */
export async function endExemption(
  exemption: KeptExemption,
  ending: { readonly by: string; readonly because: string; readonly now: Date },
): Promise<Exempted> {
  if (!(await end(exemption, ending))) {
    return { outcome: 'refused', because: `${exemption.id} has ended already` };
  }
  await reopen({ id: exemption.id, what: exemption.control });
  return { outcome: 'done', says: `${exemption.id} has ended, and what it held is judged again` };
}
