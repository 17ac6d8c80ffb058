import { randomBytes } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  ListGroupsCommand,
} from '@aws-sdk/client-cognito-identity-provider';

export type SignIn = Readonly<{ user: string; password: string }>;

export type PeoplePlace = Readonly<{ emulator: string; account: string; region: string; pool: string | undefined }>;

/** Who may sign in to the console: the operator, who is in every group, and somebody who may only look. */
export async function makePeople(place: PeoplePlace): Promise<Readonly<{ operator: SignIn; viewer: SignIn }>> {
  const operator = { user: 'operator@example.com', password: freshPassword() };
  const viewer = { user: 'viewer@example.com', password: freshPassword() };
  const { pool: UserPoolId } = place;
  if (UserPoolId !== undefined) {
    const cognito = clientAt(place);
    const { Groups = [] } = await cognito.send(new ListGroupsCommand({ UserPoolId }));
    const groups = Groups.flatMap(({ GroupName }) => GroupName ?? []);
    await makePerson(place, operator, groups);
    await makePerson(place, viewer, ['homeostat-viewer']);
  }
  return { operator, viewer };
}

/** Somebody with a password that holds, and a mail address that counts as verified. */
async function makePerson(place: PeoplePlace, { user, password }: SignIn, groups: readonly string[]): Promise<void> {
  const cognito = clientAt(place);
  const who = { UserPoolId: place.pool, Username: user };
  const UserAttributes = [
    { Name: 'email', Value: user },
    { Name: 'email_verified', Value: 'true' },
  ];
  const created = await cognito.send(
    new AdminCreateUserCommand({ ...who, UserAttributes, TemporaryPassword: password, MessageAction: 'SUPPRESS' }),
  );
  await cognito.send(new AdminSetUserPasswordCommand({ ...who, Password: password, Permanent: true }));
  for (const GroupName of groups) {
    await cognito.send(new AdminAddUserToGroupCommand({ ...who, Username: created.User?.Username ?? user, GroupName }));
  }
}

function clientAt({ emulator, account, region }: PeoplePlace): CognitoIdentityProviderClient {
  const credentials = { accessKeyId: account, secretAccessKey: 'test' };
  return new CognitoIdentityProviderClient({ endpoint: emulator, region, credentials });
}

/** One that every password policy takes. */
function freshPassword(): string {
  return `${randomBytes(12).toString('base64url')}-aA1!`;
}
