import { AttachUserPolicyCommand, CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';

/** What somebody signs AWS requests with. */
export type Keys = Readonly<{ accessKeyId: string; secretAccessKey: string }>;

export type OperatorPlace = Readonly<{ emulator: string; account: string; region: string; policy: string | undefined }>;

/**
 * Makes an IAM user who may use the `homeostat` command, and is an approver by the local configuration. The key `test` is
 * the account's root, who causes the drifts that people try out: it could not approve their mends.
 */
export async function makeOperator({ emulator, account, region, policy }: OperatorPlace): Promise<Keys> {
  const credentials = { accessKeyId: account, secretAccessKey: 'test' };
  const iam = new IAMClient({ endpoint: emulator, region, credentials });
  const UserName = 'operator';
  await iam.send(new CreateUserCommand({ UserName })).catch(unlessThere);
  if (policy !== undefined) await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: policy }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
}

function unlessThere(error: Error): void {
  if (error.name !== 'EntityAlreadyExistsException') throw error;
}
