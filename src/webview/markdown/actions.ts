import type { FileReference } from '../../core/fileReference.ts';

/** A code block as its buttons hand it on: its exact text, the fence's info string, the file it is for where known. */
export interface Block {
  readonly code: string;
  readonly info: string;
  readonly path?: string;
}

/** What can be done from inside a reply. */
export interface ReplyActions {
  readonly copy: (code: string) => void;
  readonly insert: (code: string) => void;
  readonly apply: (block: Block) => void;
  readonly newFile: (block: Block) => void;
  readonly runInTerminal: (block: Block) => void;
  /**
   * Calls `found` with `place` once the file is known to exist; never where it does not, or where the place is gone.
   * `found` must not hold the place itself.
   */
  readonly findFile: (path: string, place: HTMLElement, found: (place: HTMLElement) => void) => void;
  readonly openFile: (reference: FileReference) => void;
}
