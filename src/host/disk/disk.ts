import * as fs from 'node:fs/promises';

/** The calls that chats and reviews are kept with. Named, so that a test can put a disk in between that fails. */
export type Disk = Pick<
  typeof fs,
  'open' | 'mkdir' | 'readdir' | 'readFile' | 'rename' | 'rm' | 'stat' | 'link' | 'chmod'
>;

export const nodeDisk: Disk = fs;

/** What is kept is the user's alone: other users of the machine can neither read nor list it. */
export const privateFile = 0o600;
export const privateFolder = 0o700;

/** Whether a failure is the system's error of this name, such as `ENOENT`. */
export function hasCode(failure: unknown, code: string): boolean {
  return failure instanceof Error && 'code' in failure && failure.code === code;
}

/** Makes a folder and those above it where they are not there. True when there was something to make. */
export async function makeFolder(disk: Disk, folder: string): Promise<boolean> {
  return (await disk.mkdir(folder, { recursive: true, mode: privateFolder })) !== undefined;
}

/** The names in a folder; none where there is no such folder. */
export async function namesIn(disk: Disk, folder: string): Promise<string[]> {
  return disk.readdir(folder).catch((failure: unknown) => {
    if (hasCode(failure, 'ENOENT')) return [];
    throw failure;
  });
}
