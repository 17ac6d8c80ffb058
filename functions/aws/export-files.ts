import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type ExportJob, fileName, formatOf, type Reached } from '../domain/export-job.ts';
import { environment } from '../environment.ts';
import { presigned } from './presigned.ts';

type Job = Pick<ExportJob, 'id' | 'format' | 'startedAt'>;
type Upload = NonNullable<Reached['upload']>;

/** How long a link may be used. Whoever has it has the file: it is made when its owner looks, and not kept. */
const linkSeconds = 300;

const s3 = new S3Client({ maxAttempts: 5 });

/** Sends the next part of the file; the first one begins S3's upload. */
export async function addPart(job: Job, upload: Upload | undefined, body: Buffer): Promise<Upload> {
  const { id, tags } = upload ?? { id: await begin(job), tags: [] };
  const part = { ...fileOf(job), UploadId: id, PartNumber: tags.length + 1, Body: body };
  const { ETag = '' } = await s3.send(new UploadPartCommand(part));
  return { id, tags: [...tags, ETag] };
}

/** Closes the file with what is left; what fits into one part is sent at once. */
export async function complete(job: Job, upload: Upload | undefined, rest: Buffer): Promise<void> {
  if (upload === undefined) {
    await s3.send(new PutObjectCommand({ ...fileOf(job), ...kindOf(job), Body: rest }));
    return;
  }
  const { id, tags } = rest.length > 0 ? await addPart(job, upload, rest) : upload;
  const Parts = tags.map((ETag, index) => ({ ETag, PartNumber: index + 1 }));
  await s3.send(new CompleteMultipartUploadCommand({ ...fileOf(job), UploadId: id, MultipartUpload: { Parts } }));
}

/** Throws away what was sent of a file that will not be whole. */
export async function abandon(job: Job, { id }: Upload): Promise<void> {
  await s3.send(new AbortMultipartUploadCommand({ ...fileOf(job), UploadId: id }));
}

/** Keeps what a run read and what is too little for a part, for the next one. The bucket drops it with the day. */
export async function keepRest(job: Job, rest: Buffer): Promise<void> {
  await s3.send(new PutObjectCommand({ ...restOf(job), Body: rest }));
}

export async function keptRest(job: Job): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand(restOf(job)));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

/** Where the file can be fetched for some minutes, by whoever has the link. A browser saves it rather than show it. */
export async function linkTo(job: Job): Promise<string> {
  const command = new GetObjectCommand({
    ...fileOf(job),
    ResponseContentDisposition: `attachment; filename="${fileName(job)}"`,
    ResponseContentType: formatOf(job).type,
  });
  return presigned(s3, command, linkSeconds);
}

async function begin(job: Job): Promise<string> {
  const { UploadId = '' } = await s3.send(new CreateMultipartUploadCommand({ ...fileOf(job), ...kindOf(job) }));
  return UploadId;
}

function fileOf({ id, format }: Pick<Job, 'id' | 'format'>) {
  return { Bucket: environment.exportsBucket, Key: `${id}.${format}` };
}

function restOf({ id }: Pick<Job, 'id'>) {
  return { Bucket: environment.exportsBucket, Key: `${id}.rest` };
}

function kindOf(job: Job) {
  return { ContentType: formatOf(job).type };
}
