import { fenceBody, fenceBudget, fenceLinesOf, matchFence, type Fence } from './fences.ts';
import { isShellLike, languageOf, sameLanguage } from '../text/languages.ts';
import { linesOf } from '../text/textLines.ts';
import { stripWrappers, trimBlankLines } from './wrapping/wrappers.ts';

/** A fenced block outside any other. */
export interface CodeBlock {
  readonly fence: Fence;
  /** First word of the info string. */
  readonly language: string;
  readonly body: readonly string[];
}

/** The fenced blocks of a reply in order, outermost ones only. */
function codeBlocks(lines: readonly string[]): CodeBlock[] {
  const marks = fenceLinesOf(lines);
  const blocks: CodeBlock[] = [];
  const budget = fenceBudget(marks.length);
  for (let at = 0; at < marks.length; ) {
    const fence = matchFence(marks, at, lines.length, budget);
    blocks.push({ fence, language: languageOf(fence.info), body: fenceBody(lines, fence) });
    while (at < marks.length && (marks[at]?.line ?? 0) <= fence.close) at++;
  }
  return blocks;
}

/** The one block meant as code: the only one, the only one in the language, or the only one not for a shell. */
export function onlyCodeBlock(blocks: readonly CodeBlock[], languageId?: string): CodeBlock | undefined {
  if (blocks.length === 1) return blocks[0];
  const wanted = languageId === undefined ? [] : blocks.filter((block) => sameLanguage(block.language, languageId));
  if (wanted.length > 0) return wanted.length === 1 ? wanted[0] : undefined;
  const code = blocks.filter((block) => !isShellLike(block.language));
  return code.length === 1 ? code[0] : undefined;
}

const CODE_LINE = new RegExp(
  [
    String.raw`[;{}()[\],:=>\\]\s*$|^\s*(?:[})\]]|@\w|#|\/\/|\/\*|\*|--|<\/?\w|import\b|from\b|const\b|let\b|var\b|`,
    String.raw`def\b|class\b|return\b|if\b.*[:({]|else\b|elif\b|end\b|fn\b|func\b|package\b|use\b|pub\b|public\b|`,
    String.raw`private\b|static\b|export\b|async\b|await\b|for\b|while\b|try\b|raise\b|throw\b|pass\b|yield\b)|`,
    String.raw`^\s*[\w$.[\]]+\s*(?:[-+*/%|&^]?=|\(|\+\+|--)|^\s{2,}\S`,
  ].join(''),
);

/** A sentence: begins like one, ends like one, has three words and no sign that code is full of. */
export function isSentence(line: string): boolean {
  if (!/^(?:[A-Z]|\*\*|[-*] |\d+\. )/.test(line) || !/[.:!?]$/.test(line) || /[;{}=]/.test(line)) return false;
  return line.split(/\s+/, 3).length === 3;
}

/** Whether text without any fence is code throughout: no sentence in it, and every line shaped like code. */
function isBareCode(lines: readonly string[]): boolean {
  const text = lines.filter((line) => line.trim() !== '').map((line) => line.slice(0, 500));
  if (text.length === 0 || text.some((line) => isSentence(line))) return false;
  return text.filter((line) => CODE_LINE.test(line)).length >= text.length * 0.8;
}

/**
 * The code a reply gives for one selection, without fences, prompt tags and prose, and without a final line ending.
 * Undefined when there is no code, or several blocks and nothing says which one is meant.
 */
export function extractCode(reply: string, languageId?: string): string | undefined {
  const lines = trimBlankLines(stripWrappers(linesOf(reply), languageId));
  const blocks = codeBlocks(lines);
  if (blocks.length === 0) return isBareCode(lines) ? lines.join('\n') : undefined;
  const block = onlyCodeBlock(blocks, languageId);
  if (!block || block.fence.ambiguous) return undefined;
  return trimBlankLines(stripWrappers(block.body, languageId)).join('\n');
}
