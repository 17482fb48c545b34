import { join } from 'node:path';
import type { Config } from '../../config.ts';
import type { BlobStore } from '../../ports/blobs.ts';
import { DiskBlobs } from './disk.ts';
import { S3Blobs } from './s3.ts';

/** In a bucket where one is configured, else beside the embedded store; `folder` keeps what is of one kind together. */
export const openBlobs = ({ s3, dataDir }: Config, folder: 'uploads' | 'recordings'): BlobStore =>
  s3 === null ? new DiskBlobs(join(dataDir, folder)) : new S3Blobs(s3, folder);
