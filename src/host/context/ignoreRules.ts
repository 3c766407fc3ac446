import { IgnorePattern } from '../../core/context/ignorePattern.ts';
import { parentPath } from '../../core/context/refs.ts';

/** An ignore file of Git's: the path of the folder it lies in, with `/`, and what it says. */
export interface IgnoreFile {
  readonly folder: string;
  readonly text: string;
}

interface Rules {
  readonly folder: string;
  /** The last line first, since it has the last word. */
  readonly patterns: readonly IgnorePattern[];
}

/**
 * Most comparisons for one listing of the workspace, about a fifth of a second: a repository of strangers must not stop
 * the editor. Beyond, nothing more is ignored, so that files are shown rather than hidden.
 */
export const mostSteps = 20_000_000;

/**
 * Tells what is ignored as Git does: the deeper file has the last word, and nothing in an ignored folder comes back.
 */
export class IgnoreRules {
  /** The deepest first. */
  readonly #files: readonly Rules[];
  readonly #folders = new Map<string, boolean>();
  #steps = 0;

  constructor(files: readonly IgnoreFile[]) {
    const read = files.map(({ folder, text }) => ({ folder, patterns: patternsOf(text) }));
    this.#files = read.sort((a, b) => b.folder.length - a.folder.length);
  }

  /** Whether the file at a path is ignored. */
  ignores(path: string): boolean {
    return this.ignoresFolder(parentPath(path)) || this.#says(path);
  }

  ignoresFolder(path: string): boolean {
    if (this.#files.length === 0 || path === '') return false;
    const known = this.#folders.get(path);
    if (known !== undefined) return known;
    const ignored = this.ignoresFolder(parentPath(path)) || this.#says(`${path}/`);
    this.#folders.set(path, ignored);
    return ignored;
  }

  /** How many comparisons were made so far. */
  get steps(): number {
    return this.#steps;
  }

  /** What the lines say of a path by itself; that of a folder ends with a slash. */
  #says(path: string): boolean {
    const isFolder = path.endsWith('/');
    for (const { folder, patterns } of this.#files) {
      if (!path.startsWith(`${folder}/`)) continue;
      const names = path.slice(folder.length + 1, isFolder ? -1 : undefined).split('/');
      const pattern = names[0] === '' ? undefined : patterns.find((one) => this.#fits(one, names, isFolder));
      if (pattern !== undefined) return !pattern.negated;
    }
    return false;
  }

  #fits(pattern: IgnorePattern, names: readonly string[], isFolder: boolean): boolean {
    if (this.#steps > mostSteps) return false;
    const before = pattern.steps;
    const fits = pattern.matches(names, isFolder);
    this.#steps += 1 + pattern.steps - before;
    return fits;
  }
}

function patternsOf(text: string): IgnorePattern[] {
  return text.replace(/^\uFEFF/, '').split('\n').flatMap((line) => IgnorePattern.read(line) ?? []).reverse();
}

/**
 * Globs of what an ignore file surely leaves out, so that a search need not go there: its plain names. Those with `**`
 * in front hold at any depth. None where the file takes some back.
 */
export function globsOf(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trimEnd());
  if (lines.some((line) => line.startsWith('!'))) return [];
  return lines.flatMap((line) => {
    const [, top, name, folder] = /^(\/?)([\w.@-]+)(\/?)$/.exec(line) ?? [];
    if (name === undefined || /^\.+$/.test(name)) return [];
    const glob = top === '' ? `**/${name}` : name;
    return folder === '' ? [glob, `${glob}/**`] : [`${glob}/**`];
  });
}
