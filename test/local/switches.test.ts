import { CreateRoleCommand, GetRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  account,
  eventually,
  history,
  historyOf,
  homeostat,
  homeostatAs,
  iam,
  openBucket,
  operator,
  remediated,
  s3,
} from './cloud.ts';
import { decide, invitationFor } from './questions.ts';

const admin = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const control = 's3.bucket-closed-to-public';
/** Other tests run beside these: only one control's changes are stopped. */
const stop = () => homeostat('pause', '--control', control, '--reason', 'an incident', '--json');
const isOpen = (Bucket: string) =>
  s3.send(new GetPublicAccessBlockCommand({ Bucket })).then(
    () => false,
    () => true,
  );

async function stopped(): Promise<readonly { id: string; by: string; reason: string }[]> {
  return JSON.parse((await homeostat('pauses', '--json')).out);
}

async function resumeAll(): Promise<void> {
  for (const { id } of await stopped()) {
    await homeostat('resume', id, '--reason', 'the incident is over');
  }
}
afterEach(resumeAll);

describe('the kill switch', () => {
  it('holds a public bucket with who and why, and has it closed once it is off', async () => {
    expect(await stop()).toMatchObject({ status: 0 });
    const arn = await openBucket('while-stopped');
    const held = await remediated(arn, 'held');
    expect(held.because).toMatch(
      new RegExp(`^the control ${control} is stopped since \\S+Z, says arn:aws:iam::${account}:root: an incident$`),
    );
    expect(await isOpen('while-stopped')).toBe(true);

    await resumeAll();
    await remediated(arn);
    expect(await isOpen('while-stopped')).toBe(false);
    expect(await homeostat('verify-history')).toMatchObject({ status: 0 });
  });

  it('holds an undo', async () => {
    const arn = await openBucket('undone-while-stopped');
    const { id } = await remediated(arn);
    await stop();
    expect(await homeostat('undo', id, '--yes')).toMatchObject({
      status: 1,
      err: expect.stringContaining('says arn:aws:iam::000000000000:root: an incident'),
    });
    expect(await homeostat('undo', id, '--json')).toMatchObject({
      status: 1,
      out: expect.stringContaining('"status": "held"'),
    });
    expect(await isOpen('undone-while-stopped')).toBe(false);
  });

  it('holds what is approved meanwhile', async () => {
    await iam.send(new CreateRoleCommand({ RoleName: 'approved-while-stopped', AssumeRolePolicyDocument: trust }));
    const policy = { RoleName: 'approved-while-stopped', PolicyName: 'anything' };
    await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: admin }));
    const arn = `arn:aws:iam::${account}:role/approved-while-stopped`;
    const { id } = await remediated(arn, 'awaiting-approval');
    const { link } = await invitationFor(arn);
    await homeostat('pause', '--control', 'iam.policy-without-admin-wildcard', '--reason', 'an incident');
    expect(await decide(link, id, 'approve')).toMatch(/You approved the change, but it is held: .*an incident/);
    const held = await eventually(async () =>
      (await historyOf(arn)).find((one) => one.id === id && one.status === 'held'),
    );
    expect(held.because).toContain('says arn:aws:iam::000000000000:root: an incident');
    expect(await iam.send(new GetRolePolicyCommand(policy))).toMatchObject({ PolicyName: 'anything' });

    await resumeAll();
    await eventually(async () =>
      (await historyOf(arn)).find((one) => one.id !== id && one.status === 'awaiting-approval'),
    );
  });

  it('holds the command’s own mends', async () => {
    await homeostat('pause', '--control', 's3.bucket-versioned', '--reason', 'an incident');
    await openBucket('mended-while-stopped');
    const mend = ['mend', 's3.bucket-versioned', 'arn:aws:s3:::mended-while-stopped'];
    const { plan } = JSON.parse((await homeostat(...mend, '--json')).out).verdict;
    const { status, err } = await homeostat(...mend, '--plan', plan.digest, '--record', '.local/test/mends');
    expect([status, err]).toEqual([1, expect.stringMatching(/Nothing was changed: .*an incident/)]);
  });

  it.each([
    ['of nothing', ['--reason', 'x'], 2, /one of --all, --account, --control/],
    ['of two things', ['--all', '--control', control, '--reason', 'x'], 2, /one of --all/],
    ['without a reason', ['--all'], 2, /--reason/],
    ['of an account that nobody looks after', ['--account', '999988887777', '--reason', 'x'], 1, /no account/],
    ['of a control that does not exist', ['--control', 's3.bucket-painted', '--reason', 'x'], 1, /no control/],
  ])('refuses a stop %s', async (_, args, status, says) => {
    expect(await homeostat('pause', ...args)).toMatchObject({ status, err: expect.stringMatching(says) });
    expect(await stopped()).toEqual([]);
  });

  it('goes off once, with a reason, and the list keeps it', async () => {
    await stop();
    const [{ id = '' } = {}] = await stopped();
    expect(await homeostat('resume', id)).toMatchObject({ status: 2 });
    expect(await homeostat('resume', id, '--reason', 'it is over')).toMatchObject({ status: 0 });
    expect(await homeostat('resume', id, '--reason', 'it is over')).toMatchObject({ status: 1 });
    const all = JSON.parse((await homeostat('pauses', '--all', '--json')).out) as readonly { id: string }[];
    expect(all.find((one) => one.id === id)).toMatchObject({ reason: 'an incident', endedBecause: 'it is over' });
  });
});

describe('an undo of what is asked about', () => {
  it('needs somebody else’s yes: the operator’s own does not count', async () => {
    await iam.send(new CreateRoleCommand({ RoleName: 'taken-back', AssumeRolePolicyDocument: trust }));
    const policy = { RoleName: 'taken-back', PolicyName: 'anything' };
    await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: admin }));
    const arn = `arn:aws:iam::${account}:role/taken-back`;
    const { id } = await remediated(arn, 'awaiting-approval');
    await decide((await invitationFor(arn)).link, id, 'approve');
    await remediated(arn);

    const { out: shown } = await homeostatAs(operator, 'undo', id, '--preview', '--json');
    expect(JSON.parse(shown)).toMatchObject({
      possible: true,
      consent: 'ask',
      moved: 'no',
      risk: { level: 'disruptive' },
    });
    const { status, out } = await homeostatAs(operator, 'undo', id, '--reason', 'the batch needs it', '--json');
    expect([status, JSON.parse(out)]).toMatchObject([1, { status: 'awaiting-approval' }]);
    const undoing = JSON.parse(out).id as string;
    const { planDigest = '' } = (await history()).find((one) => one.id === undoing) ?? {};
    expect(await homeostatAs(operator, 'approve', undoing, '--plan', planDigest, '--yes')).toMatchObject({
      status: 1,
      err: expect.stringContaining('You asked for this undo, so somebody else has to decide'),
    });

    const { link, mail } = await invitationFor(`Takes back: ${id}`, 'second@example.com');
    expect(mail.Subject).toContain(`Take ${id} back`);
    await decide(link, undoing, 'approve');
    await remediated(arn, 'undone');
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand(policy));
    expect(decodeURIComponent(PolicyDocument)).toBe(admin);
  });
});
