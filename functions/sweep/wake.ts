import { judgeAgain } from '../aws/workflow.ts';
import { type Config, isAtWork } from '../domain/config.ts';

export interface Waking {
  readonly account: string;
  /** IAM's home region. */
  readonly region: string;
  readonly config: Config;
}

const week = 7 * 86_400_000;

/**
 * Has a control judge a policy or a role, for the reason that time has passed. The same reason leads to one remediation, however
 * often it is given, and once a week to another: who said no, or nothing, is not asked each day.
 */
export async function wake(waking: Wake): Promise<void> {
  const { account, region, config, control, subject, since, now } = waking;
  if (!isAtWork({ id: control }, config)) {
    return;
  }
  const round = Math.floor((now.getTime() - since.getTime()) / week);
  const id = `evidence#${control}#${subject}#${since.toISOString()}#${round}`;
  await judgeAgain({
    control,
    target: { account, region, arn: subject },
    cause: { id, name: 'evidence of use', time: now.toISOString(), actor: { type: 'unknown', arn: 'unknown' } },
  });
}

interface Wake extends Waking {
  readonly control: string;
  readonly subject: string;
  /** Since when there is the reason. */
  readonly since: Date;
  readonly now: Date;
}
