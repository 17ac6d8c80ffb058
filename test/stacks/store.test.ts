import { describe, expect, test } from '@jest/globals';
import { indexes, indexNames } from '../../functions/domain/listing.ts';
import { listOf, resourcesOf, statementsOf, synthesized, twoAccounts } from './app.ts';

const everything = synthesized(twoAccounts).hub;
const archiving = synthesized({ ...twoAccounts, history: { keepDays: 400, archive: { objectLockDays: 365 } } }).hub;
const unlocked = synthesized({ ...twoAccounts, history: { keepDays: 400 } }).hub;

const ofType = (template: typeof everything, type: string) =>
  resourcesOf(template)
    .filter(([, { Type }]) => Type === type)
    .map(([id, { Properties }]) => [id, Properties as Record<string, unknown>] as const);
const table = (template: typeof everything, name: string) =>
  ofType(template, 'AWS::DynamoDB::GlobalTable').find(([id]) => id.startsWith(`Store${name}`))?.[1];

describe('the history', () => {
  test('has every index that lists are read from, in the order of time', () => {
    const made = table(everything, 'History')?.['GlobalSecondaryIndexes'];
    expect(made).toEqual(
      indexNames.map((name) =>
        expect.objectContaining({
          IndexName: name,
          KeySchema: [
            { AttributeName: indexes[name].attribute, KeyType: 'HASH' },
            { AttributeName: 'openedKey', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        }),
      ),
    );
  });

  test('has no more indexes than a table may have', () => {
    expect(indexNames.length).toBeLessThanOrEqual(20);
  });

  test('is followed by what counts, from its heads and records, until each write was handed out or put aside', () => {
    const [[, mapping] = ['', {}]] = ofType(everything, 'AWS::Lambda::EventSourceMapping').filter(([id]) =>
      id.startsWith('Tally'),
    );
    expect(mapping).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      BisectBatchOnFunctionError: true,
      DestinationConfig: { OnFailure: { Destination: expect.anything() } },
    });
    expect(JSON.stringify((mapping as Record<string, unknown>)['FilterCriteria'])).toMatch(/HEAD.*RECORD#/);
  });

  test.each([
    ['never expires', everything, undefined],
    ['expires by its mark where it is archived', archiving, { AttributeName: 'expires', Enabled: true }],
  ])('%s', (_, template, expected) => {
    expect(table(template, 'History')?.['TimeToLiveSpecification']).toEqual(expected);
  });
});

describe('the archive', () => {
  const archiveOf = (template: typeof everything) =>
    ofType(template, 'AWS::S3::Bucket').find(([id]) => id.startsWith('Archive'));
  const bucketOf = (template: typeof everything) => archiveOf(template)?.[1];

  test('is there where the configuration says how long the history keeps, and not elsewhere', () => {
    expect(bucketOf(everything)).toBeUndefined();
    expect(bucketOf(archiving)).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      BucketEncryption: expect.anything(),
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
    expect(JSON.stringify(ofType(archiving, 'AWS::S3::BucketPolicy'))).toContain('"aws:SecureTransport":"false"');
  });

  test('outlives its stack', () => {
    const [id = ''] = archiveOf(archiving) ?? [];
    expect(archiving.toJSON()['Resources'][id]).toMatchObject({ DeletionPolicy: 'Retain' });
  });

  test('is locked for as long as is configured', () => {
    expect(bucketOf(archiving)).toMatchObject({
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Days: 365, Mode: 'COMPLIANCE' } } },
    });
    expect(bucketOf(unlocked)).not.toHaveProperty('ObjectLockConfiguration');
  });

  test('may be written by one function, which may mark what is archived, and nobody may delete anything', () => {
    const all = statementsOf(archiving).filter(({ statement }) => statement.Effect === 'Allow');
    const actions = all.flatMap(({ role, statement }) => listOf(statement.Action).map((action) => [role, action]));
    expect(
      actions
        .filter(([, action]) => /s3:Put|s3:Delete|s3:\*|dynamodb:(Delete|BatchWrite|\*)/.test(action ?? ''))
        .toSorted(),
    ).toEqual([
      ['Homeostat-archive', 's3:PutObject'],
      // To the bucket of exports.
      ['Homeostat-export', 's3:PutObject'],
    ]);
    const marking = all.filter(
      ({ statement }) =>
        listOf(statement.Action).includes('dynamodb:UpdateItem') &&
        JSON.stringify(statement.Resource).includes('StoreHistory'),
    );
    expect(marking).toMatchObject([
      {
        role: 'Homeostat-archive',
        statement: expect.objectContaining({
          Condition: {
            'ForAllValues:StringEquals': {
              'dynamodb:Attributes': ['pk', 'sk', '_et', 'expires', 'archivedIn', 'tip', 'hash'],
            },
          },
        }),
      },
    ]);
  });
});
