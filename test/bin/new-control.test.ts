import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Answers, practices } from '../../bin/new-control/answers.ts';
import { indexWith } from '../../bin/new-control/index-file.ts';
import { exportName, template } from '../../bin/new-control/template.ts';

const answers: Answers = {
  id: 's3.bucket-painted',
  title: 'Buckets are painted in the owner’s colours',
  practice: 'audits',
  severity: 'low',
  resource: 'AWS::S3::Bucket',
  arn: 'arn:{partition}:s3:::*',
  event: 'PutBucketVersioning',
  read: 's3:GetBucketVersioning',
  write: 's3:PutBucketVersioning',
};
const index = readFileSync('catalogue/index.ts', 'utf8');

describe('a new control', () => {
  const folder = '.local/new-control';
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('compiles', () => {
    const file = 'catalogue/controls/s3/bucket-painted.ts';
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), template(answers));
    // Relative imports of the file are looked up in the project's own folders, too.
    const compilerOptions = { rootDirs: ['../..', '.'], noEmit: true };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: '../../tsconfig.json', compilerOptions, include: [], files: [file] }),
    );
    const { status, stdout } = spawnSync('npx', ['tsc', '-p', folder], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });

  test('has its line in the catalogue, and nothing else moves', () => {
    const lines = indexWith(index, { id: answers.id, name: exportName(answers.id) }).split('\n');
    const added = ["import { bucketPainted } from './controls/s3/bucket-painted.ts';", '  bucketPainted,'];
    expect(lines.filter((line) => added.includes(line))).toEqual(added);
    expect(lines.filter((line) => !added.includes(line)).join('\n')).toBe(index);
  });

  test('gets another name where its own is taken', () => {
    const lines = indexWith(index, { id: 'efs.bucket-versioned', name: 'bucketVersioned' }).split('\n');
    expect(lines).toContain(
      "import { bucketVersioned as efsBucketVersioned } from './controls/efs/bucket-versioned.ts';",
    );
    expect(lines).toContain('  efsBucketVersioned,');
  });
});

describe('the answers', () => {
  test('are taken for every practice', async () => {
    for (const practice of practices) {
      await expect(Answers.parseAsync({ ...answers, practice })).resolves.toMatchObject({ practice });
    }
  });

  test.each<[string, Partial<Answers>]>([
    ['an id without a service', { id: 'bucket-painted' }],
    ['an id that is there already', { id: 's3.bucket-versioned' }],
    ['a title that is no sentence', { title: 'painted.' }],
    ['a resource that is no type', { resource: 'bucket' }],
    ['a pattern without a partition', { arn: 'arn:aws:s3:::*' }],
    ['a call that does not exist', { read: 's3:GetBucketPaint' }],
    ['a service that is not known', { write: 'paint:PutColour' }],
  ])('refuse %s', async (_, wrong) => {
    expect((await Answers.safeParseAsync({ ...answers, ...wrong })).success).toBe(false);
  });
});
