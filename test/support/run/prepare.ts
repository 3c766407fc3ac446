// What the suites in VS Code and through the workbench need: VS Code, a browser, the extension packaged and installed,
// the bundle of suites. `GPT_OSS_TEST_EXTENSIONS` names the folder to install into.
import { findChromium } from '../chromium.ts';
import { installServer } from '../vscode/install.ts';
import { installPackage } from '../vscode/vsix.ts';
import { root } from './paths.ts';
import { run } from './processes.ts';

const vscodeDir = await installServer();
await findChromium();
const folder = process.env['GPT_OSS_TEST_EXTENSIONS'];
if (folder !== undefined) await installPackage(vscodeDir, folder);
// After the package, whose build empties the folder of all bundles.
const built = await run(process.execPath, ['esbuild.mjs', '--tests'], { cwd: root, stream: true });
process.exitCode = built.code ?? 1;
