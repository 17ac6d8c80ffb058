import { expect } from '@jest/globals';
import { eventually, history, homeostat, homeostatAs, operator } from './cloud.ts';

/** Has a mend taken back as an operator does; where somebody else has to agree, the approver does. Answers with the undo's id. */
export async function undo(id: string, reason = 'a test needs it'): Promise<string> {
  const { out } = await homeostat('undo', id, '--reason', reason, '--json');
  const { id: undoing, status } = JSON.parse(out || '{}') as { id: string; status: string };
  if (status === 'awaiting-approval') {
    await agree(undoing);
  } else {
    expect(status).toBe('undone');
  }
  return undoing;
}

async function agree(undoing: string): Promise<void> {
  const head = async () => (await history()).find((one) => one.id === undoing);
  const { planDigest = '' } = await eventually(head);
  await eventually(
    async () => (await homeostatAs(operator, 'approve', undoing, '--plan', planDigest, '--yes')).status === 0,
  );
  await eventually(async () => (await head())?.status === 'undone');
}
