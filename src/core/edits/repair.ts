import type { PlanContext } from './planEdits.ts';
import type { Refusal, RefusalReason } from './refusals.ts';
import { linesOf } from './text/textLines.ts';

/** Asks the model for edits in the form its maker trained it on. */
export function formatInstructions(): string {
  return [
    'Give changes to files as one patch in this form and nothing else:',
    '',
    '*** Begin Patch',
    '*** Update File: path/of/file',
    '@@ line of the class or function the change is in',
    ' unchanged line before',
    '-old line',
    '+new line',
    ' unchanged line after',
    '*** Add File: path/of/new/file',
    '+each line of the new file',
    '*** Delete File: path/of/old/file',
    '*** End Patch',
    '',
    'Each unchanged line begins with one space, each old one with "-", each new one with "+".',
    'Show three unchanged lines before and after each change, exactly as they stand in the file.',
    'Never shorten with "..." and never escape characters. Use plain spaces, hyphens and quotes.',
  ].join('\n');
}

/** Asks for the new text of a selection and nothing around it. */
export function selectionInstructions(languageId?: string): string {
  const mark = languageId === undefined ? '' : ` marked ${languageId}`;
  return [
    `Answer with one fenced block of code${mark}: the full new text of the selection, and nothing else.`,
    'Keep its indentation. Do not repeat code from around the selection and do not leave anything out.',
  ].join('\n');
}

const CAUSES: Readonly<Partial<Record<RefusalReason, string>>> = {
  'not-found': 'the old lines are not in the file',
  ambiguous: 'the old lines fit more than one place; show more unchanged lines or name the function in an @@ line',
  'no-anchor': 'the new lines came without the lines around them',
  indentation: 'the indentation does not fit the file',
  'text-differs': 'the lines to be changed differ from the file',
  'several-places': 'it does not say where in the file the new code belongs; show the lines around it',
  contradiction: 'the @@ line and the old lines are in different parts of the file',
  overlap: 'two changes touch the same lines',
  'looks-like-snippet': 'only a part of the file was given',
  'would-delete': 'lines would be deleted that were not shown',
  elision: 'a part was left out with a placeholder',
  escaped: 'characters were escaped',
  'cut-off': 'the change breaks off',
  malformed: 'the change is not in the form asked for',
  'line-numbers': 'the new lines have line numbers in front',
  'missing-file': 'there is no such file; name the right one, or add a new one in full',
  'no-path': 'it does not say which file it is for',
  'more-than-selection': 'it goes beyond the lines that were selected',
  'unclear-end': 'the end of the block cannot be told',
  'unclear-place': 'the place is given in a way that cannot be checked; show the lines around it',
};

const AROUND = 12;
const MAX_SNIPPET = 4_000;
const MAX_LINE = 400;
/** Length of all parts together: the model has to answer within the same window. */
const MAX_TOTAL = 60_000;

function clip(text: string): string {
  return text.length > MAX_SNIPPET ? `${text.slice(0, MAX_SNIPPET)}\n[shortened]` : text;
}

/** A fence longer than any in the text. */
function fenced(text: string): string {
  const longest = (text.match(/`{3,}/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const marks = '`'.repeat(longest + 1);
  return `${marks}\n${text}\n${marks}`;
}

/** Files up to this length go along whole, in UTF-16 units. */
const MAX_FILE = 24_000;

/** The files that the refused changes are for as they are now, as far as there is room for all of them. */
function wholeFiles(refusals: readonly Refusal[], context: PlanContext): Map<string, string> {
  const files = new Map<string, string>();
  let room = MAX_TOTAL / 2;
  for (const refusal of refusals) {
    const path = refusal.path ?? context.selection?.path ?? context.defaultPath;
    const text = path === undefined || CAUSES[refusal.reason] === undefined ? undefined : context.read(path);
    if (path === undefined || text === undefined || files.has(path) || text.length > Math.min(MAX_FILE, room)) continue;
    files.set(path, text);
    room -= text.length;
  }
  return files;
}

function trueText(lines: readonly string[], refusal: Refusal): string[] {
  const size = Math.min(60, linesOf(refusal.snippet).length);
  return (refusal.candidates ?? []).slice(0, 3).map(({ line }) => {
    const from = Math.max(0, line - 1 - AROUND);
    const to = Math.min(lines.length, line - 1 + size + AROUND);
    const text = lines.slice(from, to).map((one) => one.slice(0, MAX_LINE)).join('\n');
    return `The file reads, lines ${from + 1} to ${to}:\n${fenced(text)}`;
  });
}

/**
 * A message that tells the model what of its reply could not be applied and why, with the file's true text where it
 * came near, and the files as they are, as far as there is room. Undefined when nothing of it is the model's to mend.
 */
export function repairPrompt(refusals: readonly Refusal[], context: PlanContext): string | undefined {
  const files = new Map<string, readonly string[] | undefined>();
  const linesAt = (path: string): readonly string[] | undefined => {
    const text = files.has(path) ? undefined : context.read(path);
    if (!files.has(path)) files.set(path, text === undefined ? undefined : linesOf(text));
    return files.get(path);
  };
  const whole = wholeFiles(refusals, context);
  const parts = refusals.flatMap((refusal) => {
    const cause = CAUSES[refusal.reason];
    if (cause === undefined) return [];
    const where = refusal.path === undefined ? '' : ` for ${refusal.path}`;
    const lines = refusal.path === undefined ? undefined : linesAt(refusal.path);
    const isShown = refusal.path !== undefined && whole.has(refusal.path);
    const near = lines === undefined || isShown ? [] : trueText(lines, refusal);
    return [[`This change${where} was not applied: ${cause}.`, fenced(clip(refusal.snippet)), ...near].join('\n\n')];
  });
  if (parts.length === 0) return undefined;
  let total = [...whole.values()].reduce((sum, text) => sum + text.length, 0);
  const told = parts.filter((part, i) => (total += part.length) <= MAX_TOTAL || i === 0);
  const left = parts.length - told.length;
  if (left > 0) told.push(`${left} more changes were not applied; leave them for later.`);
  const shown = [...whole].map(
    ([path, text]) => `The file ${path} as it is now:\n${fenced(text.replace(/\r?\n$/, ''))}`,
  );
  return [...told, ...shown, 'Give these changes again, and only these.', formatInstructions()].join('\n\n');
}
