import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../../..');

/** Large downloads, kept between runs; ignored by git. */
export const downloads = join(root, '.vscode-test');

/** What runs leave behind; ignored by git. */
export const artifacts = join(root, '.cache');

/** A folder for each test that failed in the last whole run: screenshot, trace and logs. */
export const failures = join(artifacts, 'failures');

/** The extension under test: the repository, or the folder of an unpacked VSIX. */
export function extensionDir(): string {
  const other = process.env['GPT_OSS_EXTENSION_DIR'];
  return other ? resolve(other) : root;
}
