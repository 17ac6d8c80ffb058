import { asText, diffOf } from '../../functions/question/diff.ts';
import { saysCheck } from '../checks.ts';
import type { Change, Control, Example, Permission, Plan, Trigger } from '../control.ts';
import { notOnTheEmulator } from '../proven.ts';
import { code, fence, page as joined, json, plain, table } from './markdown.ts';
import { settingsOf } from './settings.ts';
import { isAskedOfIam, statements } from './statements.ts';
import { triggersOf, typesThatWake } from './triggers.ts';

/** The documentation page of a control, in Markdown. */
export function page(control: Control): string {
  const { id, title, practice, severity, why, impact, reads, writes } = control;
  return joined([
    `# ${plain(title)}`,
    [code(id), practice, severity, ...Object.keys(control.resources).map(code)].join(' · '),
    plain(why),
    `## What changes\n\n${plain(impact)}`,
    `## Standards\n\n${standards(control)}`,
    `## What wakes it up\n\n${bullets([...control.triggers.map(waking), ...configItem(control)])}`,
    settings(control),
    `## Examples\n\n${table(['case', 'what happens', 'risk'], control.examples.map(row))}`,
    oneMend(control),
    `## Proven\n\n${proven(control)}`,
    '## Permissions',
    `To read:\n\n${permissions(reads)}`,
    ownReads(control),
    writes.length === 0
      ? 'To change: none. It finds, and leaves what it found to a person.'
      : `To change and to undo:\n\n${permissions(writes)}`,
  ]);
}

function standards(control: Control): string {
  const rows = Object.entries(control.standards).map(([name, controls]) => [
    plain(name),
    controls.map(code).join(', '),
  ]);
  return rows.length === 0 ? 'None asks for it.' : table(['standard', 'controls'], rows);
}

function waking(trigger: Trigger): string {
  switch (trigger.kind) {
    case 'api-call':
      return `calls of ${trigger.service}: ${trigger.events.map(code).join(', ')}, for ${code(trigger.target)}`;
    case 'config-rule':
      return `AWS Config’s rule ${code(trigger.rule)}`;
    case 'security-hub':
      return `Security Hub’s control ${code(trigger.control)}`;
    case 'sweep':
      return 'Homeostat’s own sweep over what principals use, twice a day where nothing else is configured';
    default:
      return trigger satisfies never;
  }
}

function configItem(control: Control): readonly string[] {
  const types = typesThatWake(control);
  return types.length === 0 ? [] : [`AWS Config’s record of a change: ${types.map(code).join(', ')}`];
}

function settings(control: Control): string {
  const rows = settingsOf(control).map((one) => [code(one.name), code(JSON.stringify(one.default)), plain(one.says)]);
  const needs = control.needs?.map(code).join(' and ');
  const when = needs === undefined ? '' : `The control is at work once ${needs} is set.\n\n`;
  return rows.length === 0 ? '' : `## Settings\n\n${when}${table(['setting', 'default', 'what it says'], rows)}`;
}

function row({ name, settings: chosen, plan }: Example<unknown>): readonly string[] {
  return [
    chosen === undefined ? plain(name) : `${plain(name)}; settings ${code(JSON.stringify(chosen))}`,
    happening(plan),
    plan.outcome === 'change'
      ? `${plan.risk.level}${plan.asks ? ', a person always decides' : ''}: ${plain(plan.risk.because)}`
      : '',
  ];
}

function happening(plan: Plan): string {
  switch (plan.outcome) {
    case 'compliant':
      return 'nothing to do';
    case 'leave':
      return `left alone: ${plain(plan.because)}`;
    case 'change':
      return plan.apply.map(({ says }) => plain(says)).join('<br>');
    default:
      return plan satisfies never;
  }
}

/** The first drifted example with its calls, as an approver sees it. */
function oneMend({ examples }: Control): string {
  const [drifted] = examples.flatMap(({ name, state, plan }) =>
    plan.outcome === 'change' ? [{ name, state, plan }] : [],
  );
  if (drifted === undefined) {
    return '';
  }
  const { name, state, plan } = drifted;
  return [
    `## One mend in full: ${plain(name)}`,
    fence('diff', asText(diffOf(state, plan.after))),
    ...(plan.proof ? [`What was checked:\n\n${bullets(plan.proof.map((one) => plain(saysCheck(one))))}`] : []),
    `The calls:\n\n${calls(plan.apply)}`,
    plan.undo === undefined ? 'Nothing takes them back.' : `The calls that take them back:\n\n${calls(plan.undo)}`,
  ].join('\n\n');
}

/** How the control is known to work: `test/catalogue/proven.test.ts` holds this to the proofs that there are. */
function proven(control: Control): string {
  const { id, writes } = control;
  const [service = ''] = id.split('.');
  const missing = notOnTheEmulator[id];
  if (missing === undefined && triggersOf(control, 'sweep').length > 0) {
    return `On the running emulator: a resource is made with plain SDK calls, judged by what IAM’s report there tells of its use, mended, read back, and the mend undone; then it is again as it was. The sweep’s notice is given. See \`test/local/proofs/${service}.ts\`.`;
  }
  if (missing === undefined && writes.length === 0) {
    return `On the running emulator: a resource is brought out of order with plain SDK calls, and found, and left as it is. The event trail’s record of the drift leads to this control. See \`test/local/proofs/${service}.ts\`.`;
  }
  return missing === undefined
    ? `On the running emulator: a resource is brought out of order with plain SDK calls, mended, read back, and the mend undone; then it is again as it was. The event trail’s record of the drift leads to this control. See \`test/local/proofs/${service}.ts\`.`
    : `With recorded shapes of the AWS API only, ${missing}. See \`test/catalogue/recorded/${service}.ts\`.`;
}

function calls(changes: readonly Change[]): string {
  return changes.map(({ call, input, says }) => `${plain(says)}, with ${code(call)}:\n\n${json(input)}`).join('\n\n');
}

/** What it is told by Homeostat itself; IAM has no say in it. */
function ownReads({ reads }: Control): string {
  const own = reads.filter((read) => !isAskedOfIam(read)).map(({ call }) => code(call));
  return own.length === 0 ? '' : `What Homeostat itself knows, with no permission in AWS: ${own.join(', ')}.`;
}

function permissions(declared: readonly Permission[]): string {
  const policy = statements(declared).map(({ actions, resources }) => ({
    Effect: 'Allow',
    Action: actions,
    Resource: resources,
  }));
  return json(policy);
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}
