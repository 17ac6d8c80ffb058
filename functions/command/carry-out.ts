import { pause, resume } from '../aws/switches.ts';
import type { CommandAnswer } from '../command.ts';
import type { Config } from '../domain/config.ts';
import { matchesAny } from '../domain/glob.ts';
import { byArn } from '../domain/identity.ts';
import type { Wish } from '../domain/wish.ts';
import { endExemption, makeExemption, runningExemption } from '../exempting.ts';
import { vote } from '../question/vote.ts';
import { strangeScope } from '../switching.ts';

type Of<Action extends Wish['action']> = Extract<Wish, { action: Action }>;

/** Does what a proven caller asks for, if they may. */
export async function carryOut(wish: Wish, caller: string, config: Config, now: Date): Promise<CommandAnswer> {
  switch (wish.action) {
    case 'decide':
      return decide(wish, caller, config, now);
    case 'exempt':
      return isOperator(caller, config) ? makeExemption(wish, { owner: caller, config, now }) : noOperator(caller);
    case 'end-exemption':
      return endIfTheirs(wish, caller, config, now);
    case 'pause':
      return isOperator(caller, config) ? stop(wish, caller, config, now) : noOperator(caller);
    case 'resume':
      return isOperator(caller, config) ? goOn(wish, caller, now) : noOperator(caller);
    default:
      return wish satisfies never;
  }
}

async function decide(wish: Of<'decide'>, caller: string, config: Config, now: Date): Promise<CommandAnswer> {
  const person = byArn(config.approvers, caller);
  if (person === undefined) {
    return refused(`${caller} is no approver: the configuration names who is, under approvers, by "aws"`);
  }
  const { outcome, says } = await vote({ ...wish, person, via: 'command', now });
  return outcome === 'decided' || outcome === 'counted' ? { outcome: 'done', says } : refused(says);
}

/** Its owner may end an exemption, and so may an operator. */
async function endIfTheirs(
  { exemption: id, reason }: Of<'end-exemption'>,
  caller: string,
  config: Config,
  now: Date,
): Promise<CommandAnswer> {
  const exemption = await runningExemption(id);
  if (exemption === undefined) {
    return refused(`there is no running exemption ${id}`);
  }
  const isOwn = [caller, byArn(config.approvers, caller)?.mail.toLowerCase()].includes(exemption.owner);
  if (!isOwn && !isOperator(caller, config)) {
    return noOperator(caller);
  }
  return endExemption(exemption, { by: caller, because: reason, now });
}

async function stop({ scope, reason }: Of<'pause'>, by: string, config: Config, now: Date): Promise<CommandAnswer> {
  const obstacle = await strangeScope(scope, config);
  if (obstacle !== undefined) {
    return refused(obstacle);
  }
  const { id, says } = await pause({ scope, by, reason, now });
  return { outcome: 'done', says: `${id}: ${says} is stopped, until somebody resumes it` };
}

async function goOn({ pause: id, reason }: Of<'resume'>, by: string, now: Date): Promise<CommandAnswer> {
  const ended = await resume({ id, by, reason, now });
  return ended === undefined
    ? refused(`there is no stop ${id} in force`)
    : { outcome: 'done', says: `${id}: ${ended.says} goes on, and what was held is judged again` };
}

function isOperator(caller: string, { operators }: Config): boolean {
  return matchesAny(operators, caller);
}

function noOperator(caller: string): CommandAnswer {
  return refused(`${caller} is no operator: the configuration names who is, under operators`);
}

function refused(because: string): CommandAnswer {
  return { outcome: 'refused', because };
}
