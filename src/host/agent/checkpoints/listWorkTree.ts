import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { entriesOf, git } from './git.ts';

/** Files of a folder that a command may change and that are worth keeping. */
export interface WorkTree {
  /** Paths from the folder, with `/`. */
  readonly paths: readonly string[];
  /** For tracked files of a git work tree: the object that holds their content, and the repository it is in. */
  readonly objects: ReadonlyMap<string, { readonly id: string; readonly repository: string }>;
  /** What was left out, in words; empty where nothing was. */
  readonly left: string;
}

/** More files than this are not followed around a command: it would take seconds each time. */
const mostFiles = 50_000;

/** Folders that tools fill by themselves, in work trees that no git tells about. */
const INSTALLED = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  '.venv',
  'venv',
  '__pycache__',
  'target',
  '.gradle',
  '.cache',
]);

/**
 * Lists a folder: by git where it is a work tree, what is ignored left out, nested repositories included; else by
 * walking it.
 */
export async function listWorkTree(folder: string): Promise<WorkTree> {
  const found = { paths: [] as string[], objects: new Map<string, { id: string; repository: string }>(), left: '' };
  const isWhole = await collect(folder, '', found);
  return isWhole ? found : { ...found, left: `Only the first ${mostFiles} files are kept.` };
}

interface Found {
  readonly paths: string[];
  readonly objects: Map<string, { id: string; repository: string }>;
}

/** False where there were more files than are followed. */
async function collect(folder: string, prefix: string, found: Found): Promise<boolean> {
  const repository = join(folder, prefix);
  const [tracked, others] = await Promise.all([
    git(repository, ['ls-files', '-s', '-z']),
    git(repository, ['ls-files', '-o', '--exclude-standard', '-z']),
  ]);
  if (tracked === undefined || others === undefined) return walk(folder, prefix, found);
  const nested: string[] = [];
  for (const entry of entriesOf(tracked)) {
    const [mode, id = '', stage] = entry.slice(0, entry.indexOf('\t')).split(' ');
    const path = entry.slice(entry.indexOf('\t') + 1);
    if (mode === '160000') nested.push(path);
    else if (!put(found, prefix + path)) return false;
    else if (stage === '0') found.objects.set(prefix + path, { id, repository });
  }
  for (const path of entriesOf(others)) {
    // A repository inside that is no submodule is listed as a folder.
    if (path.endsWith('/')) nested.push(path.slice(0, -1));
    else if (!put(found, prefix + path)) return false;
  }
  for (const path of nested) if (!(await collect(folder, `${prefix}${path}/`, found))) return false;
  return true;
}

function put(found: Found, path: string): boolean {
  if (found.paths.at(-1) !== path) found.paths.push(path);
  return found.paths.length < mostFiles;
}

async function walk(folder: string, prefix: string, found: Found): Promise<boolean> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = prefix + entry.name;
    if (entry.isDirectory()) {
      if (!INSTALLED.has(entry.name) && !(await collectBelow(folder, `${path}/`, found))) return false;
    } else if ((entry.isFile() || entry.isSymbolicLink()) && !put(found, path)) return false;
  }
  return true;
}

/** A folder that is a repository of its own is asked for by git again. */
async function collectBelow(folder: string, prefix: string, found: Found): Promise<boolean> {
  const names = await readdir(join(folder, prefix)).catch(() => [] as string[]);
  return names.includes('.git') ? collect(folder, prefix, found) : walk(folder, prefix, found);
}
