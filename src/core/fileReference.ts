import { endsLikeFile } from './edits/text/languages.ts';
import { cleanPath, looksLikePath } from './edits/formats/paths.ts';

/** A file, and perhaps lines in it, as a reply names them. Lines are counted from 1. */
export interface FileReference {
  readonly path: string;
  readonly line?: number;
  readonly lastLine?: number;
}

/** Longest text taken for a reference, in UTF-16 code units. */
export const maxReferenceLength = 360;

/** How a reference names its lines; each captures the first line and, but for the last way, the last one. */
const waysToNameLines = [
  // `#L3`, `#L3-L7`, `#L3C5`.
  /#L?(\d{1,7})(?:C\d+)?(?:-L?(\d{1,7})(?:C\d+)?)?/,
  // `:3`, `:3:5`, `:3-7`.
  /:(\d{1,7})(?::\d+)?(?:[-–]L?(\d{1,7}))?/,
  // `(3)`, `(3,5)`: line and column.
  /\((\d{1,7})(?:,\s?\d+)?\)/,
];
const lines = new RegExp(`^(.+?)(?:${waysToNameLines.map(({ source }) => source).join('|')})$`);

/** Reads `src/a.ts`, `src/a.ts:12`, `src/a.ts#L3-L7` and kin; `undefined` where the text is not shaped like one. */
export function parseFileReference(text: string): FileReference | undefined {
  if (text.length === 0 || text.length > maxReferenceLength) return undefined;
  const [, before, ...numbers] = lines.exec(text) ?? [];
  const [line, lastLine] = [numbers[0] ?? numbers[2] ?? numbers[4], numbers[1] ?? numbers[3]].map(Number);
  const path = cleanPath(before ?? text);
  if (!looksLikePath(path, true) || !(endsLikeFile(path) || path.includes('/'))) return undefined;
  if (line === undefined || Number.isNaN(line) || line < 1) return { path };
  return lastLine === undefined || Number.isNaN(lastLine) || lastLine <= line
    ? { path, line }
    : { path, line, lastLine };
}

/** The same for the address of a link, which may be percent-encoded; one with a scheme or a host is not one. */
export function fileReferenceOfLink(href: string): FileReference | undefined {
  if (/^(?:[a-z][a-z\d+.-]+:(?!\d)|\/\/|[#?])/i.test(href)) return undefined;
  try {
    return parseFileReference(decodeURIComponent(href));
  } catch {
    return undefined;
  }
}

/** Where in running text files are named so that it can be no other thing: with a folder, or with a line. */
export function fileReferencesIn(
  text: string,
): { readonly index: number; readonly text: string; readonly reference: FileReference }[] {
  const found = [];
  for (const { index, 0: word } of text.matchAll(/[^\s"'`<>()[\]{},;|*]+/g)) {
    const bare = word.replace(/[.:!?…]+$/, '');
    if (bare.length > maxReferenceLength || !/[/.]/.test(bare)) continue;
    const reference = bare.includes('://') ? undefined : parseFileReference(bare);
    if (reference === undefined || !endsLikeFile(reference.path)) continue;
    if (reference.line !== undefined || reference.path.includes('/')) found.push({ index, text: bare, reference });
  }
  return found;
}

/** How a reference is said, e.g. `src/a.ts, line 12`. */
export function describeReference({ path, line, lastLine }: FileReference): string {
  if (line === undefined) return path;
  return lastLine === undefined ? `${path}, line ${line}` : `${path}, lines ${line} to ${lastLine}`;
}
