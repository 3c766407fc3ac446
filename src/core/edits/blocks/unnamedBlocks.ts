import { onlyCodeBlock } from '../formats/extractCode.ts';
import type { BlockProposal } from '../formats/proposal.ts';
import { FileIndex } from '../text/fileIndex.ts';
import { isShellLike, languageFits } from '../text/languages.ts';
import { blockEdits } from './blockEdits.ts';

/** A command, its output or a block in another language does not belong into this file. */
export function isForeign(block: BlockProposal, path: string): boolean {
  const isOutput = isShellLike(block.language) && /^(text|output|console|log)$/i.test(block.language);
  return isOutput || !languageFits(block.language, path);
}

/** The block that is meant as code for the file, where that is only one. */
export function theOne(blocks: readonly BlockProposal[], languageId: string | undefined): BlockProposal | undefined {
  const fences = blocks.map((block) => {
    const fence = { open: 0, close: 0, closed: block.closed, ambiguous: false, info: block.language, indent: 0 };
    return { block, fence, language: block.language, body: block.lines };
  });
  const only = onlyCodeBlock(fences, languageId);
  return fences.find((entry) => entry === only)?.block;
}

/** More blocks than this are not tried one by one. */
const MAX_TRIED = 50;

/** Of several blocks for one file the only one that is a new state of it, or else those that are parts of it. */
export function blocksThatFit(
  blocks: readonly BlockProposal[], path: string, text: string | undefined,
): BlockProposal[] {
  if (text === undefined || blocks.length > MAX_TRIED) return [];
  const index = new FileIndex(text);
  const tried = blocks.map((block) => {
    return { block, verdict: blockEdits(index, block.lines, { path, isNamed: false, closed: block.closed }) };
  });
  const fitting = tried.filter(({ verdict }) => verdict.kind === 'edits' && verdict.edits.length > 0);
  const whole = fitting.filter(({ verdict }) => verdict.kind === 'edits' && verdict.how === 'whole');
  if (whole.length > 1) return [];
  return (whole.length === 1 ? whole : fitting).map(({ block }) => block);
}
