import type { Guard } from './guardedFile.ts';
import type { FileIndex } from '../text/fileIndex.ts';
import { extensionOf } from '../text/languages.ts';

const MARKER = /^(?:\/\/+|#+|--|;+|%+|\/\*+|<!--|\{\/\*|\(\*|\*|"|'|REM\b|\[|\()\s{0,8}/;
const CLOSER = /\s{0,8}(?:\*\/\}?|-->|\*\)|\]|\))?$/;
const LEADING = /^(?:\.{3,}|…)/;
const TRAILING = /(?:\.{3,}|…)$/;
const WORDS =
  /\b(?:existing|rest|unchanged|remain(?:s|ing|der)?|previous|same|other|omitted|omit|code|keep|above|below|before|more|implementation|methods?|functions?|content|logic|snip|etc|here|truncated|file)\b/i;
/** Parts of code: behind dots they are what was left out, before them they may be what is going on. */
const PARTS =
  /\b(?:contents|imports?|exports?|fields?|properties|props|members?|constructors?|class(?:es)?|body|styles?|rules?|handlers?|routes?|endpoints?|tests?|elements?|components?|state|hooks?|setup|lines?|definitions?|declarations?|types?|variables?|constants?|helpers?|utilities|config(?:uration)?|options?|dependencies|scripts?|sections?|jsx|html|markup|statements?|cases?|entries|items|args|arguments|parameters|params|middleware|validation|models?|steps?)\b/i;
const PLAIN =
  /^(?:the |your |all )?(?:rest|remainder) of (?:the |this |your )?[\w ]{2,40}$|^(?:the |all |your )?(?:existing|previous|remaining|other|unchanged|original) (?:code|methods?|functions?|imports?|content|implementation|logic|lines|fields|properties|tests?|members?|classes|body)(?: (?:here|goes?|stays?|remains?|above|below|unchanged|continues?|follows?|as (?:is|before)|in this (?:file|class|function|module))\b.{0,30}|\s?\(.{0,40}\))?$|^(?:.{0,60} )?(?:remains?|stays?) (?:the same|unchanged|as (?:is|before))\b.{0,30}$|^\(?unchanged\)?$|^same as (?:before|above|original)\b.{0,20}$|^no changes?(?: here| below| above| needed| required)?$|^keep (?:everything else|the rest|(?:all )?(?:existing|other) (?:code|methods?|functions?|imports?|content|logic|fields?|properties))\b.{0,30}$|^(?:code )?omitted\b.{0,30}$/i;

/** A line that stands for lines left out: `// ... existing code ...`, `# rest of the file unchanged`, `...`. */
export function isElision(line: string): boolean {
  const text = line.trim();
  if (text.length < 1 || text.length > 160) return false;
  if (text === '...' || text === '…') return true;
  const marker = MARKER.exec(text);
  if (!marker) return /^(?:\.{3,}|…)(?:\s.{0,60}\s)(?:\.{3,}|…)$/.test(text) || (/^(?:\.{3,}|…).{0,60}(?:\.{3,}|…)$/.test(text) && WORDS.test(text));
  const inner = text.slice(marker[0].length).replace(CLOSER, '').trim();
  // Dots at both ends, or brackets around them, leave nothing else to mean.
  if (/^[[(]?\s?(?:\.{3,}|…)(?:.{0,70}(?:\.{3,}|…))?\s?[\])]?$/.test(inner)) return true;
  if ((LEADING.test(inner) && (WORDS.test(inner) || PARTS.test(inner))) || (TRAILING.test(inner) && WORDS.test(inner))) return true;
  return !marker[0].startsWith('"') && !marker[0].startsWith("'") && PLAIN.test(inner.replace(/^[-=*~([<\s]{1,12}|[-=*~)\]>\s.]{1,12}$/g, ''));
}

/** Three dots alone are code in Python and in type stubs. */
export function isElisionIn(line: string, path: string): boolean {
  return isElision(line) && !(line.trim() === '...' && /^(?:py|pyi)$/.test(extensionOf(path)));
}

/** Whether a line of the reply is a placeholder: one that the file has as well is just a line of it. */
export function isPlaceholder(index: FileIndex, path: string, line: string): boolean {
  return isElisionIn(line, path) && index.placesOf(line, 'loose').length === 0;
}

/** Placeholders that would be written into the file in the place of what they stand for. */
export const elisions: Guard = {
  reason: 'elision',
  objects: (file, { hunks }) => hunks.some((hunk) => {
    const written = [...hunk.text.split(/\r\n|[\r\n]/), ...file.linesOf(hunk).added];
    return written.some((line) => isPlaceholder(file.index, file.path, line));
  }),
};

/** Cuts lines at elisions; one piece more than there are elisions, pieces may be empty. */
export function splitAtElisions(lines: readonly string[], isMark: (line: string) => boolean): string[][] {
  const pieces: string[][] = [[]];
  for (const line of lines) {
    if (isMark(line)) pieces.push([]);
    else pieces.at(-1)?.push(line);
  }
  return pieces;
}
