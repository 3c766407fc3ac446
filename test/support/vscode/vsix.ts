import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { root } from '../run/paths.ts';
import { installVsix } from './server.ts';

export interface PackagedExtension {
  readonly file: string;
  readonly remove: () => Promise<void>;
}

/** Packages the extension as `npm run package` does, into a temporary file. */
export async function packageExtension(): Promise<PackagedExtension> {
  const dir = await mkdtemp(join(tmpdir(), 'gpt-oss-vsix-'));
  const file = join(dir, 'gpt-oss-assistant.vsix');
  await createVSIX({ cwd: root, packagePath: file, dependencies: false });
  return { file, remove: () => rm(dir, { recursive: true, force: true }) };
}

/** Packages the extension and has VS Code install it into a folder of extensions, for servers to start from. */
export async function installPackage(vscodeDir: string, extensionsDir: string): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gpt-oss-install-'));
  const { file, remove } = await packageExtension();
  try {
    await installVsix(file, { vscodeDir, dataDir, extensionsDir });
  } finally {
    await remove();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
