import { expect, test } from '@jest/globals';
import { sendingAs } from '../../../functions/aws/sender.ts';

test('without a deployment nothing is known of what principals use, and the error says so by its name', async () => {
  const input = { account: '111122223333', subject: 'arn:aws:iam::111122223333:role/r', principals: [] };
  await expect(sendingAs()({ call: 'homeostat:GetUsage', input, region: 'us-east-1' })).rejects.toMatchObject({
    name: 'NoUsage',
  });
});
