// Runs the suites of test/editor inside a real VS Code, through test-electron.
//   node test/support/run/editor.ts             in the server build from npm
//   node test/support/run/editor.ts --desktop   in a downloaded desktop VS Code
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { startEndpoint } from '../endpoint/startEndpoint.ts';
import { createAuthority } from '../net/certificates.ts';
import { installServer } from '../vscode/install.ts';
import { writeProfile } from '../vscode/settings.ts';
import { writeShim } from '../vscode/shim.ts';
import { makeWorkspace } from '../vscode/workspace.ts';
import { findChromium } from '../chromium.ts';
import { downloads, extensionDir, root } from './paths.ts';

export interface EditorRun {
  readonly host: 'server' | 'desktop';
  /** Folder copied as the workspace. Default: the sample. */
  readonly fixture?: string;
  /** Added to the extension host's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

async function executable(host: EditorRun['host'], dir: string): Promise<{ vscodeExecutablePath?: string }> {
  if (host === 'desktop') return {};
  // Before the suite's own clock runs.
  await installServer();
  await findChromium();
  return { vscodeExecutablePath: await writeShim(dir) };
}

/**
 * Puts an authority of ours among the system's certificates, and a certificate it issued where the suites find it.
 * Only where an environment variable can do that: in the server build on Linux.
 */
async function trustedAuthority(host: EditorRun['host'], dir: string): Promise<Record<string, string>> {
  if (host !== 'server' || process.platform !== 'linux') return {};
  const authority = createAuthority();
  const paths = { SSL_CERT_FILE: join(dir, 'authority.pem'), GPT_OSS_TEST_CERTIFICATE: join(dir, 'certificate.json') };
  await writeFile(paths.SSL_CERT_FILE, authority.cert);
  await writeFile(paths.GPT_OSS_TEST_CERTIFICATE, JSON.stringify(authority.issue({ hosts: ['endpoint.test'] })));
  return paths;
}

const key = 'sk-test-0123456789';

/**
 * Runs the suites against a stand-in endpoint, whose address they find in `GPT_OSS_TEST_ENDPOINT`. Rejects when a test
 * failed. `GPT_OSS_TEST_RESULTS` names a file for the counts, `GPT_OSS_TEST_GREP` the tests to run.
 */
export async function runEditorSuites({ host, fixture, env = {} }: EditorRun): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'gpt-oss-editor-'));
  const workspace = await makeWorkspace(fixture === undefined ? {} : { fixture });
  const endpoint = await startEndpoint({ key });
  const userData = join(dir, 'data');
  await writeProfile(userData, { machineSettings: { 'gptOss.endpoint.url': endpoint.dataoortsUrl } });
  try {
    await runTests({
      ...(await executable(host, dir)),
      version: process.env['GPT_OSS_VSCODE_VERSION'] ?? 'stable',
      cachePath: downloads,
      extensionDevelopmentPath: extensionDir(),
      extensionTestsPath: join(root, 'dist', 'test', 'editor.cjs'),
      extensionTestsEnv: {
        DATAOORTS_API_KEY: key,
        GPT_OSS_TEST_ENDPOINT: endpoint.url,
        ...(await trustedAuthority(host, dir)),
        ...env,
      },
      launchArgs: [workspace.folder, `--user-data-dir=${userData}`, `--extensions-dir=${join(dir, 'extensions')}`],
    });
  } finally {
    await endpoint.stop();
    await workspace.remove();
    await rm(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { desktop: { type: 'boolean', default: false } } });
  await runEditorSuites({ host: values.desktop ? 'desktop' : 'server' }).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
