import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import * as z from 'zod';
import { exit, Problem } from './exit.ts';

const unzip = promisify(gunzip);
/** CloudTrail's files are far smaller; what unpacks to more is none of them. */
const mostBytes = 512 * 1024 ** 2;
const Delivered = z.object({ Records: z.array(z.unknown()) });

export interface TrailFile {
  readonly file: string;
  readonly records: readonly unknown[];
  /** Why the file could not be read as one that CloudTrail delivers; its records are then none. */
  readonly problem?: string;
}

/**
 * The files that are named, and those in the folders that are named, at any depth.
 * @throws {Problem} where nothing has that name.
 */
export async function filesIn(paths: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(paths.map(expanded));
  return [...new Set(found.flat())];
}

async function expanded(path: string): Promise<readonly string[]> {
  const what = await stat(path).catch((error: Error) => {
    throw new Problem(exit.badUsage, `${path} could not be opened: ${error.message}`);
  });
  if (!what.isDirectory()) {
    return [path];
  }
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.json(\.gz)?$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted();
}

/** Reads one after the other, so that thousands of files take the memory of one. */
export async function* trailFiles(files: readonly string[]): AsyncGenerator<TrailFile> {
  for (const file of files) {
    yield await read(file);
  }
}

async function read(file: string): Promise<TrailFile> {
  try {
    const bytes = await readFile(file);
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const text = (isGzip ? await unzip(bytes, { maxOutputLength: mostBytes }) : bytes).toString('utf8');
    const delivered = Delivered.safeParse(JSON.parse(text));
    return delivered.success
      ? { file, records: delivered.data.Records }
      : { file, records: [], problem: 'it has no list of Records, as CloudTrail delivers them' };
  } catch (error) {
    return { file, records: [], problem: error instanceof Error ? error.message : 'it could not be read' };
  }
}
