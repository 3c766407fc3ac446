import ignore, { type Ignore } from 'ignore';
import { parentPath } from '../../core/context/refs.ts';

/** An ignore file of Git's: the path of the folder it lies in, with `/`, and what it says. */
export interface IgnoreFile {
  readonly folder: string;
  readonly text: string;
}

interface Rules {
  readonly folder: string;
  readonly rules: Ignore;
}

/** Tells what is ignored as Git does: the deeper file has the last word, and nothing in an ignored folder comes back. */
export class IgnoreRules {
  /** The deepest first. */
  readonly #files: readonly Rules[];
  readonly #folders = new Map<string, boolean>();

  constructor(files: readonly IgnoreFile[]) {
    const read = files.map(({ folder, text }) => ({ folder, rules: ignore({ ignorecase: false }).add(text) }));
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

  #says(path: string): boolean {
    for (const { folder, rules } of this.#files) {
      const inside = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : '';
      const opinion = inside === '' ? undefined : opinionOf(rules, inside);
      if (opinion !== undefined) return opinion;
    }
    return false;
  }
}

function opinionOf(rules: Ignore, path: string): boolean | undefined {
  const { ignored, unignored } = rules.test(path);
  if (!ignored) return unignored ? false : undefined;
  // Ignored with its folder, which a deeper file has taken back, or nobody would ask: lenient, since the library
  // does not tell whether the path by itself is meant too.
  const parent = parentPath(path);
  return parent !== '' && rules.test(`${parent}/`).ignored ? undefined : true;
}

/**
 * Globs of what an ignore file surely leaves out, so that a search need not go there: its plain names. Those with `**` in
 * front hold at any depth. None where the file takes some back.
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
