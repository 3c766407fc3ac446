/** A fenced block found in a reply. Line numbers count from 0 in the lines handed in. */
export interface Fence {
  readonly open: number;
  /** Line of the closing fence; the number of lines when the block is never closed. */
  readonly close: number;
  readonly closed: boolean;
  /** Two readings of where the block ends are possible. */
  readonly ambiguous: boolean;
  readonly info: string;
  /** Columns of white space (or list marker) before the fence. */
  readonly indent: number;
}

export interface FenceLine {
  readonly line: number;
  readonly char: string;
  readonly length: number;
  readonly indent: number;
  readonly info: string;
}

// A quote or list marker may stand before an opening fence; both are bounded, so the pattern stays linear.
const FENCE = /^([ \t]{0,32}(?:(?:[-*+]|\d{1,3}[.)])[ \t]{1,4})?)(`{3,32}|~{3,32})([^\n]{0,400})$/;

/** Control tokens that a host left behind the last fence. */
const CONTROL_TAIL = /\s{0,4}(?:<\|[a-z_]{1,30}\|>|<\/s>|<｜[^｜]{1,40}｜>)\s{0,4}$/;

/** Reads one line as a fence, opening or closing; undefined when it is none. */
export function fenceLine(text: string, line: number): FenceLine | undefined {
  const match = FENCE.exec(text);
  if (!match) return undefined;
  const [, lead = '', marks = '', rest = ''] = match;
  const info = rest.replace(CONTROL_TAIL, '').trim();
  // ```code``` on one line is inline code.
  if (marks.startsWith('`') && info.includes('`')) return undefined;
  return { line, char: marks.charAt(0), length: marks.length, indent: lead.length, info };
}

export function fenceLinesOf(lines: readonly string[]): FenceLine[] {
  const found: FenceLine[] = [];
  lines.forEach((text, line) => {
    const fence = text.includes('```') || text.includes('~~~') ? fenceLine(text, line) : undefined;
    if (fence) found.push(fence);
  });
  return found;
}

function closes(open: FenceLine, mark: FenceLine): boolean {
  return mark.info === '' && mark.char === open.char && mark.length >= open.length;
}

/** Steps left for finding the ends of blocks; shared by all blocks of a reply, so that odd replies stay linear. */
export interface FenceBudget {
  steps: number;
}

export function fenceBudget(marks: number): FenceBudget {
  return { steps: 50_000 + 20 * marks };
}

/**
 * Finds where the block opened by `marks[at]` ends. A fence with an info string inside opens a nested block; bare
 * ones at another indentation must pair up, or the end is ambiguous; so it is once the budget is spent.
 */
export function matchFence(marks: readonly FenceLine[], at: number, lineCount: number, budget: FenceBudget): Fence {
  const open = marks[at];
  if (!open) throw new RangeError('No fence there');
  const result = { open: open.line, info: open.info, indent: open.indent };
  const nested: FenceLine[] = [];
  const loose: FenceLine[] = [];
  for (let i = at + 1; i < marks.length; i++) {
    if (budget.steps-- <= 0) return { ...result, close: lineCount, closed: false, ambiguous: true };
    const mark = marks[i];
    if (mark?.char !== open.char || mark.length < open.length) continue;
    const inner = nested.at(-1);
    if (inner && closes(inner, mark)) nested.pop();
    else if (mark.info !== '') nested.push(mark);
    else if (mark.indent === open.indent) {
      return { ...result, close: mark.line, closed: true, ambiguous: loose.length % 2 === 1 };
    } else loose.push(mark);
  }
  const [first] = loose;
  if (first) return { ...result, close: first.line, closed: true, ambiguous: loose.length > 1 };
  return { ...result, close: lineCount, closed: false, ambiguous: false };
}

/** The contents of a block, without the indentation its fence has. */
export function fenceBody(lines: readonly string[], fence: Fence): string[] {
  return lines.slice(fence.open + 1, fence.close).map((line) => withoutIndent(line, fence.indent));
}

export function withoutIndent(line: string, columns: number): string {
  let at = 0;
  while (at < columns && (line[at] === ' ' || line[at] === '\t')) at++;
  return line.slice(at);
}
