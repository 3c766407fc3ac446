import * as vscode from 'vscode';
import { parentPath } from '../../core/context/refs.ts';
import type { IgnoreFile, IgnoreRules } from './ignoreRules.ts';

/** Most files listed for a search; a workspace with more is asked again with the words typed. */
const mostListed = 20_000;

/** Most ignore files read in one listing. */
const mostIgnoreFiles = 200;

const ignoreFile = '.gitignore';

/**
 * What there is below a folder, without what lies in ignored folders; whether a file itself is ignored, the rules say.
 */
export interface Listing {
  readonly files: readonly vscode.Uri[];
  readonly rules: IgnoreRules;
  /** False where there are more files than were asked for. */
  readonly whole: boolean;
}

/** Files that VS Code shows and searches: `files.exclude` counts by itself, `search.exclude` is added. */
export async function findFiles(
  include: vscode.GlobPattern,
  most: number,
  signal?: AbortSignal,
  without: readonly string[] = [],
): Promise<vscode.Uri[]> {
  const cancel = new vscode.CancellationTokenSource();
  const stop = (): void => cancel.cancel();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await vscode.workspace.findFiles(include, excludes(without), most, cancel.token);
  } finally {
    signal?.removeEventListener('abort', stop);
    cancel.dispose();
  }
}

/** The files of every workspace folder. */
export async function listWorkspace(): Promise<readonly Listing[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return Promise.all(folders.map(({ uri }) => list(uri, mostListed)));
}

/** The files below a folder; all of them where the folder itself is ignored, since it was asked for. */
export async function filesBelow(folder: vscode.Uri, most: number): Promise<readonly vscode.Uri[]> {
  const { files, rules } = await list(folder, most);
  return files.filter(({ path }) => !rules.ignores(path));
}

async function list(folder: vscode.Uri, most: number): Promise<Listing> {
  const [{ globsOf, IgnoreRules: Rules }, above] = await Promise.all([
    import('./ignoreRules.ts'),
    ignoreFilesAbove(folder),
  ]);
  const around = new Rules(above);
  const everything = new vscode.RelativePattern(folder, '**/*');
  if (around.ignoresFolder(folder.path)) return listingOf(await findFiles(everything, most), new Rules([]), most);
  const globs = above.flatMap(({ folder: at, text }) =>
    globsOf(text).filter((glob) => at === folder.path || glob.startsWith('**/')),
  );
  const files = await findFiles(everything, most, undefined, globs);
  const nested = heeded(folder)
    ? files.filter(({ path }) => path.endsWith(`/${ignoreFile}`)).slice(0, mostIgnoreFiles)
    : [];
  const rules = new Rules([
    ...above,
    ...(await read(nested.filter(({ path }) => path !== `${folder.path}/${ignoreFile}`))),
  ]);
  return listingOf(files, rules, most);
}

function listingOf(found: readonly vscode.Uri[], rules: IgnoreRules, most: number): Listing {
  // The search gives them in another order each time.
  const files = found
    .filter(({ path }) => !rules.ignoresFolder(parentPath(path)))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, rules, whole: found.length < most };
}

/** Those from the workspace folder down to this one. */
async function ignoreFilesAbove(folder: vscode.Uri): Promise<IgnoreFile[]> {
  const root = vscode.workspace.getWorkspaceFolder(folder)?.uri;
  if (root === undefined || !heeded(folder)) return [];
  const steps = folder.path.slice(root.path.length).split('/').filter((name) => name !== '');
  const folders = [root, ...steps.map((_, index) => vscode.Uri.joinPath(root, ...steps.slice(0, index + 1)))];
  return read(folders.map((one) => vscode.Uri.joinPath(one, ignoreFile)));
}

/** VS Code's own searches heed ignore files, unless this is switched off. */
function heeded(folder: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration('search', folder).get<boolean>('useIgnoreFiles') !== false;
}

async function read(uris: readonly vscode.Uri[]): Promise<IgnoreFile[]> {
  const texts = await Promise.all(uris.map(textOf));
  return uris.flatMap(({ path }, index) => {
    const text = texts[index];
    return text === undefined ? [] : [{ folder: path.slice(0, path.lastIndexOf('/')), text }];
  });
}

async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    // Most folders have none.
    return undefined;
  }
}

function excludes(more: readonly string[]): string | undefined {
  const patterns = Object.entries(
    vscode.workspace.getConfiguration('search').get<Record<string, unknown>>('exclude') ?? {},
  );
  const on = [...patterns.filter(([, value]) => value === true).map(([pattern]) => pattern), ...more];
  return on.length === 0 ? undefined : `{${on.join(',')}}`;
}
