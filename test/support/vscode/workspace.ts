import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sampleFiles } from './sample.ts';

/** Text by path from the workspace folder, with slashes. */
export type WorkspaceFiles = Readonly<Record<string, string>>;

export interface WorkspaceSource {
  /** A folder to copy. */
  readonly fixture?: string;
  /** Written over the copy. Default, where there is no fixture either: the sample. */
  readonly files?: WorkspaceFiles;
}

export interface Workspace {
  readonly folder: string;
  readonly path: (name: string) => string;
  readonly remove: () => Promise<void>;
}

/** Makes a workspace folder among the system's temporary files. */
export async function makeWorkspace({ fixture, files }: WorkspaceSource = {}): Promise<Workspace> {
  // Resolved: where the folder for temporary files is a link, VS Code would show other paths than ours.
  const parent = await realpath(await mkdtemp(join(tmpdir(), 'gpt-oss-workspace-')));
  const folder = join(parent, 'sample');
  await mkdir(folder);
  if (fixture !== undefined) await cp(fixture, folder, { recursive: true });
  const texts = files ?? (fixture === undefined ? sampleFiles : {});
  for (const [name, text] of Object.entries(texts)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return {
    folder,
    path: (name) => join(folder, name),
    remove: () => rm(parent, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}
