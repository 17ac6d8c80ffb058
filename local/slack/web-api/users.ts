import type { Person } from '../team.ts';
import { personOf, type Workspace } from '../workspace.ts';
import { type Answer, type Arguments, Refused, textArgument } from './answer.ts';

/** @see https://docs.slack.dev/reference/methods/users.info */
export function info(workspace: Workspace, given: Arguments): Answer {
  const person = personOf(workspace, textArgument(given, 'user') ?? '');
  if (!person) throw new Refused('user_not_found');
  return { ok: true, user: userJson(workspace, person) };
}

/** @see https://docs.slack.dev/reference/methods/users.lookupByEmail */
export function lookupByEmail(workspace: Workspace, given: Arguments): Answer {
  const email = textArgument(given, 'email')?.toLowerCase();
  // Slack finds only who is a member of the app's own workspace and still there.
  const person = workspace.people.find((one) => !one.from && !one.deleted && one.email?.toLowerCase() === email);
  if (!email || !person) throw new Refused('users_not_found');
  return { ok: true, user: userJson(workspace, person) };
}

function userJson({ team }: Workspace, person: Person): Readonly<Record<string, unknown>> {
  const { id, name, realName, email, emailConfirmed = false, guest, bot = false, deleted = false, from } = person;
  const teamId = (from ?? team).id;
  const names = { real_name: realName, real_name_normalized: realName };
  const profile = { ...names, display_name: name, display_name_normalized: name, team: teamId };
  const identity = { id, team_id: teamId, name, deleted };
  if (deleted) return { ...identity, is_bot: bot, profile: { ...profile, email } };
  return {
    ...identity,
    real_name: realName,
    tz: 'Etc/UTC',
    tz_label: 'Coordinated Universal Time',
    tz_offset: 0,
    profile: { ...profile, ...(email ? { email } : {}) },
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: guest !== undefined,
    is_ultra_restricted: guest === 'ultra-restricted',
    is_bot: bot,
    is_app_user: false,
    ...(from ? { is_stranger: true } : {}),
    is_email_confirmed: emailConfirmed,
    updated: 0,
  };
}
