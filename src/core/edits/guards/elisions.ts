import type { Guard } from './guardedFile.ts';
import type { FileIndex } from '../text/fileIndex.ts';
import { extensionOf } from '../text/languages.ts';

const MARKER = /^(?:\/\/+|#+|--|;+|%+|\/\*+|<!--|\{\/\*|\(\*|\*|"|'|REM\b|\[|\()\s{0,8}/;
const CLOSER = /\s{0,8}(?:\*\/\}?|-->|\*\)|\]|\))?$/;
const LEADING = /^(?:\.{3,}|…)/;
const TRAILING = /(?:\.{3,}|…)$/;
const WORDS = new RegExp(
  [
    String.raw`\b(?:existing|rest|unchanged|remain(?:s|ing|der)?|previous|same|other|omitted|omit|code|keep|above|`,
    String.raw`below|before|more|implementation|methods?|functions?|content|logic|snip|etc|here|truncated|file)\b`,
  ].join(''),
  'i',
);
/** Parts of code: behind dots they are what was left out, before them they may be what is going on. */
const PARTS = new RegExp(
  [
    String.raw`\b(?:contents|imports?|exports?|fields?|properties|props|members?|constructors?|class(?:es)?|body|`,
    'styles?|rules?|handlers?|routes?|endpoints?|tests?|elements?|components?|state|hooks?|setup|lines?|',
    'definitions?|declarations?|types?|variables?|constants?|helpers?|utilities|config(?:uration)?|options?|',
    'dependencies|scripts?|sections?|jsx|html|markup|statements?|cases?|entries|items|args|arguments|',
    String.raw`parameters|params|middleware|validation|models?|steps?)\b`,
  ].join(''),
  'i',
);
const PLAIN = new RegExp(
  [
    String.raw`^(?:the |your |all )?(?:rest|remainder) of (?:the |this |your )?[\w ]{2,40}$|^(?:the |all |`,
    'your )?(?:existing|previous|remaining|other|unchanged|original) (?:code|methods?|functions?|imports?|',
    'content|implementation|logic|lines|fields|properties|tests?|members?|classes|body)(?: (?:here|goes?|',
    'stays?|remains?|above|below|unchanged|continues?|follows?|as (?:is|before)|in this (?:file|class|',
    String.raw`function|module))\b.{0,30}|\s?\(.{0,40}\))?$|^(?:.{0,60} )?(?:remains?|stays?) (?:the same|unchanged|`,
    String.raw`as (?:is|before))\b.{0,30}$|^\(?unchanged\)?$|^same as (?:before|above|original)\b.{0,20}$|`,
    '^no changes?(?: here| below| above| needed| required)?$|^keep (?:everything else|the rest|',
    '(?:all )?(?:existing|other) (?:code|methods?|functions?|imports?|content|logic|fields?|',
    String.raw`properties))\b.{0,30}$|^(?:code )?omitted\b.{0,30}$`,
  ].join(''),
  'i',
);

/** A line that stands for lines left out: `// ... existing code ...`, `# rest of the file unchanged`, `...`. */
export function isElision(line: string): boolean {
  const text = line.trim();
  if (text.length < 1 || text.length > 160) return false;
  if (text === '...' || text === '…') return true;
  const marker = MARKER.exec(text);
  if (!marker)
    return (
      /^(?:\.{3,}|…)(?:\s.{0,60}\s)(?:\.{3,}|…)$/.test(text) ||
      (/^(?:\.{3,}|…).{0,60}(?:\.{3,}|…)$/.test(text) && WORDS.test(text))
    );
  const inner = text.slice(marker[0].length).replace(CLOSER, '').trim();
  // Dots at both ends, or brackets around them, leave nothing else to mean.
  if (/^[[(]?\s?(?:\.{3,}|…)(?:.{0,70}(?:\.{3,}|…))?\s?[\])]?$/.test(inner)) return true;
  if ((LEADING.test(inner) && (WORDS.test(inner) || PARTS.test(inner))) || (TRAILING.test(inner) && WORDS.test(inner)))
    return true;
  return (
    !marker[0].startsWith('"') &&
    !marker[0].startsWith("'") &&
    PLAIN.test(inner.replace(/^[-=*~([<\s]{1,12}|[-=*~)\]>\s.]{1,12}$/g, ''))
  );
}

/** What is said of text that was left out; other words of such a line only say which. */
const SAYING = new RegExp(
  [
    '^(?:truncated|snip|snipped|omitted|unchanged|unmodified|excerpt|elided|shortened|abbreviated|skipped|',
    'trimmed|continues|continued|rest|remainder|remaining|remains)$',
  ].join(''),
  'i',
);
const SAID = new RegExp(
  [
    '^(?:the|of|this|that|all|file|files|contents?|text|code|lines?|sections?|documents?|here|for|brevity|',
    'as|before|is|are|was|stays|same|above|below|more|others?|existing|ends?|tail|head|start|begins?|and|so|',
    'on|in|etc|output|page|body|part|parts|items?|entries|see|original|previous|paragraphs?|chapters?|to|at|',
    String.raw`from|next|left|out|has|been|\d+)$`,
  ].join(''),
  'i',
);
/** A line that is all in brackets, dashes, asterisks or behind dots, maybe behind the sign of a comment. */
const ENCLOSED = new RegExp(
  [
    String.raw`^(?:(?:\/\/+|#{1,6}|--|;+|%+|\/\*+|<!--|\*|-|>)\s{1,8})?(?:\.{3}\s?|…\s?)?([*_~]{0,3}(?:[[(<{]{1,3}|`,
    String.raw`[-=~*_]{1,8}\s?))(.{1,80}?)((?:[\])>}]{1,3}|\s?[-=~*_]{1,8})[*_~]{0,3})\.?(?:\s{0,8}(?:\*\/|-->))?$`,
  ].join(''),
);
/** In these a word in brackets opens a section. */
const SECTIONED = /^(?:ini|cfg|conf|toml|properties|env|gitconfig|editorconfig|service|desktop)$/;

/** A line that says in words that text was left out: `[truncated]`, `--- snip ---`, `*(rest unchanged)*`. */
function isOmission(line: string, path: string): boolean {
  const inner = ENCLOSED.exec(line.trim())?.[2];
  const words = inner?.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (
    inner === undefined ||
    !/^[\p{L}\p{N}\s,.;:'’…/-]+$/u.test(inner) ||
    !words.every((word) => SAYING.test(word) || SAID.test(word))
  )
    return false;
  if (!words.some((word) => SAYING.test(word))) return false;
  const isBare = /^[[({<]\w+[\])}>]$/.test(line.trim());
  // One word in brackets may be code, or open a section.
  return (
    !isBare ||
    (!SECTIONED.test(extensionOf(path)) && !/^(?:rest|remaining|remainder|continued|continues|remains)$/i.test(inner))
  );
}

/** A line that breaks off, with words that say so: `wait for the … [truncated]`. */
const CUT = new RegExp(
  [
    String.raw`(?:\.{3}|…)\s{0,2}[[(](?:(?:output|text|content|line|file) )?(?:truncated|snip(?:ped)?|omitted|elided|`,
    String.raw`shortened|cut)(?: [\w ]{1,30})?[\])]\s*$`,
  ].join(''),
  'i',
);

/** Three dots alone are code in Python and in type stubs. */
export function isElisionIn(line: string, path: string): boolean {
  return (
    isOmission(line, path) || (isElision(line) && !(line.trim() === '...' && /^(?:py|pyi)$/.test(extensionOf(path))))
  );
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
    return written.some((line) => {
      return (
        isPlaceholder(file.index, file.path, line) ||
        (CUT.test(line) && file.index.placesOf(line, 'loose').length === 0)
      );
    });
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
