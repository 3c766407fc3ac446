/** What can go along with a message beside its words. */
export type ContextKind = 'code' | 'file' | 'folder' | 'symbol' | 'problems' | 'changes' | 'terminal';

/**
 * Points at something that goes along with a message; what it holds is read when the message is sent.
 * Only terminal text is taken at once (`ContextPort.capture`), because there is no way back to it.
 */
export type ContextRef =
  | { readonly kind: 'file' | 'folder'; readonly uri: string; readonly path: string }
  /** A stretch of a document, as offsets of UTF-16 code units that move with edits. */
  | { readonly kind: 'code'; readonly uri: string; readonly path: string; readonly start: number; readonly end: number }
  /** `line` counts from 1: where the symbol stood when it was picked. */
  | {
      readonly kind: 'symbol';
      readonly uri: string;
      readonly path: string;
      readonly name: string;
      readonly line: number;
    }
  /** Problems of one file, or of the whole workspace where `uri` is empty. */
  | { readonly kind: 'problems'; readonly uri: string; readonly path: string }
  | { readonly kind: 'changes' }
  | { readonly kind: 'terminal'; readonly name: string; readonly text: string };

export type RefOf<Kind extends ContextKind> = Extract<ContextRef, { readonly kind: Kind }>;

/** Something the user can pick, with the words it is shown by. */
export interface ContextOffer {
  readonly ref: ContextRef;
  readonly label: string;
  readonly detail: string;
}

/** Whether two point at the same thing, so that it goes along once. */
export function sameRef(a: ContextRef, b: ContextRef): boolean {
  return JSON.stringify(a, Object.keys(a).sort()) === JSON.stringify(b, Object.keys(b).sort());
}

/** The last part of a path with `/`. */
export function baseName(path: string): string {
  return path.slice(path.replace(/\/$/, '').lastIndexOf('/') + 1);
}

/** The path without its last part; empty at the top. */
export function parentPath(path: string): string {
  return path.slice(0, Math.max(0, path.replace(/\/$/, '').lastIndexOf('/')));
}

/** How a reference is shown: a short label, and what it is in full. */
export function wordsOf(ref: ContextRef): { readonly label: string; readonly detail: string } {
  switch (ref.kind) {
    case 'file':
      return { label: baseName(ref.path), detail: ref.path };
    case 'folder':
      return { label: `${baseName(ref.path)}/`, detail: `Folder ${ref.path}` };
    case 'code':
      return { label: baseName(ref.path), detail: ref.path };
    case 'symbol':
      return { label: ref.name, detail: `${ref.name} in ${ref.path}` };
    case 'problems':
      return ref.uri === ''
        ? { label: 'Problems', detail: 'Problems in the workspace' }
        : { label: `Problems in ${baseName(ref.path)}`, detail: `Problems in ${ref.path}` };
    case 'changes':
      return { label: 'Git changes', detail: 'Uncommitted changes' };
    case 'terminal':
      return { label: 'Terminal', detail: `Selected text of the terminal ${ref.name}` };
  }
}
