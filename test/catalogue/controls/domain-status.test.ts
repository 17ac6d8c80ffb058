import { expect, test } from '@jest/globals';
import type { CallName } from '../../../catalogue/calls.ts';
import type { Caller } from '../../../catalogue/control.ts';
import { domainUsesTls12 } from '../../../catalogue/controls/apigateway/domain-uses-tls12.ts';

const target = {
  account: '111122223333',
  region: 'eu-central-1',
  arn: 'arn:aws:apigateway:eu-central-1::/domainnames/api.example.com',
};
const read = (securityPolicy: string, domainNameStatus: string) => {
  const aws: Caller<CallName> = async () => ({ securityPolicy, domainNameStatus }) as never;
  return domainUsesTls12.read(target, aws, {});
};

test('a mended domain reads the same while it is being updated and afterwards, so that its undo finds it unchanged', async () => {
  expect(await read('TLS_1_2', 'UPDATING')).toEqual(await read('TLS_1_2', 'AVAILABLE'));
});

test('of a domain that takes TLS 1.0 it is read whether it takes a change', async () => {
  expect(await read('TLS_1_0', 'UPDATING')).toMatchObject({ status: 'UPDATING' });
});
