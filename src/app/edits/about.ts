import type { FoundFile } from '../ports.ts';

/** What the question behind a reply was about: a file, and the stretch of it that was selected or the cursor in it. */
export interface About {
  readonly uri: string;
  readonly path: string;
  readonly text: string;
  readonly languageId: string;
  /** UTF-16 offsets into `text`. */
  readonly start?: number;
  readonly end?: number;
  /** New code goes in at `start`. */
  readonly insert?: { readonly tabSize: number; readonly insertSpaces: boolean };
}

export function aboutFile({ uri, path, text, languageId }: About): FoundFile {
  return { kind: 'file', uri, path, text, languageId };
}
