#!/usr/bin/env bash
# @aws-sdk/s3-request-presigner 3.1162.0 with @aws-sdk/client-s3 3.1162.0, checksums in presigned URLs
#
# Expected: a presigned URL holds no checksum of a body that nobody has yet, and a download holds none at all. `responseChecksumValidation:
# 'WHEN_REQUIRED'` takes `x-amz-checksum-mode` out of a download, nothing else.
# Behaviour: by default a presigned upload holds the CRC32 of an empty body (AAAAAA==), whatever will be uploaded. With `responseChecksumValidation:
# 'WHEN_REQUIRED'` the presigned download holds it too, in place of the mode. It takes `requestChecksumCalculation: 'WHEN_REQUIRED'`, a setting
# about requests with a body, to keep it out of both.
# Who meets it: a service that hands out download links and asks for fewer checksums.
# Output seen: see the end of this file. (What a store answers is not part of this script.)
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @aws-sdk/client-s3@3.1162.0 @aws-sdk/s3-request-presigner@3.1162.0
cat > seen.mjs <<'JS'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
const credentials = { accessKeyId: 'example', secretAccessKey: 'example' };
const response = { responseChecksumValidation: 'WHEN_REQUIRED' };
const settings = { default: {}, response, both: { ...response, requestChecksumCalculation: 'WHEN_REQUIRED' } };
for (const [name, set] of Object.entries(settings))
  for (const Command of [GetObjectCommand, PutObjectCommand]) {
    const client = new S3Client({ region: 'eu-central-1', credentials, ...set });
    const url = new URL(await getSignedUrl(client, new Command({ Bucket: 'bucket', Key: 'key' })));
    const found = [...url.searchParams].filter(([key]) => /^x-amz-checksum/i.test(key)).map((pair) => pair.join('='));
    console.log(`${name}, ${Command.name}: ${found.join(' ') || 'none'}`);
  }
JS
node seen.mjs 2>/dev/null | tee seen
diff seen - <<'OUT'
default, GetObjectCommand: x-amz-checksum-mode=ENABLED
default, PutObjectCommand: x-amz-checksum-crc32=AAAAAA==
response, GetObjectCommand: x-amz-checksum-crc32=AAAAAA==
response, PutObjectCommand: x-amz-checksum-crc32=AAAAAA==
both, GetObjectCommand: none
both, PutObjectCommand: none
OUT
echo 'as described'
