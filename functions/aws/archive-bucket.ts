import { gunzipSync, gzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { linesOf, type Whole, wholesIn } from '../domain/archive.ts';
import { environment } from '../environment.ts';

const bucket = new S3Client({});
const Bucket = environment.archiveBucket;

/**
 * Writes an object and reads it back.
 * @throws {ArchiveDiffers} where it is not, byte by byte, what was written.
 */
export async function store(Key: string, all: readonly Whole[]): Promise<void> {
  const text = linesOf(all);
  await bucket.send(
    new PutObjectCommand({
      Bucket,
      Key,
      Body: gzipSync(text),
      ContentType: 'application/x-ndjson',
      ContentEncoding: 'gzip',
    }),
  );
  if ((await textOf(Key)) !== text) {
    throw new ArchiveDiffers(`${Key} does not read back as it was written`);
  }
}

/** What an object of the archive has. */
export async function stored(Key: string): Promise<readonly Whole[]> {
  return wholesIn(await textOf(Key));
}

/** The keys of all objects, oldest day first. */
export async function* storedKeys(): AsyncGenerator<string> {
  let ContinuationToken: string | undefined;
  do {
    const page = await bucket.send(new ListObjectsV2Command({ Bucket, Prefix: 'remediations/', ContinuationToken }));
    yield* (page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
}

async function textOf(Key: string): Promise<string> {
  const { Body } = await bucket.send(new GetObjectCommand({ Bucket, Key }));
  return gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString();
}

/** What was written to the archive is not what is in it: nothing may be let go of. */
class ArchiveDiffers extends Error {
  override readonly name = 'ArchiveDiffers';
}
