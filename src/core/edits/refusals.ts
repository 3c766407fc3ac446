/** A place that came near: its first line, counted from 1, and how much of the text agrees there, 0 to 1. */
export interface NearPlace {
  readonly line: number;
  readonly similarity: number;
}

export type RefusalReason =
  | 'not-found'
  | 'ambiguous'
  | 'no-anchor'
  | 'indentation'
  | 'text-differs'
  | 'contradiction'
  | 'overlap'
  | 'nothing-to-change'
  | 'already-applied'
  | 'looks-like-snippet'
  | 'would-delete'
  | 'elision'
  | 'escaped'
  | 'line-numbers'
  | 'missing-file'
  | 'file-exists'
  | 'no-path'
  | 'several-blocks'
  | 'several-choices'
  | 'several-places'
  | 'not-meant'
  | 'more-than-selection'
  | 'cut-off'
  | 'malformed'
  | 'unclear-end'
  | 'unclear-place'
  | 'no-edit';

export interface Refusal {
  readonly reason: RefusalReason;
  /** One plain sentence: what happened and what to do. */
  readonly message: string;
  /** The part of the reply that was refused. */
  readonly snippet: string;
  readonly path?: string;
  readonly candidates?: readonly NearPlace[];
}

const MESSAGES: Readonly<Record<RefusalReason, string>> = {
  'not-found': 'The text to be changed is not in the file; ask again with the current file attached.',
  ambiguous: 'The text to be changed occurs more than once; ask for an edit that shows more of the lines around it.',
  'no-anchor': 'The edit does not show where its new lines belong; ask for one that shows the lines around them.',
  indentation: 'The place was found, but its indentation does not fit the reply; apply this edit by hand.',
  'text-differs': 'The file differs from the reply in the very lines to be changed; ask again with the current file.',
  contradiction: 'The edit names one part of the file, but its lines stand in another; check it and apply it by hand.',
  overlap: 'Two edits of the reply change the same lines in different ways; apply one of them by hand.',
  'nothing-to-change': 'The edit would change nothing: the file already reads like this.',
  'already-applied': 'The file already has these new lines; nothing is left to do.',
  'looks-like-snippet':
    'The code looks like a part of the file without saying which; ask for a patch or the whole file.',
  'would-delete': 'The edit would delete many lines that it does not show; ask for a patch that shows them.',
  elision: 'The new code leaves a part out with a placeholder; ask for the full text.',
  escaped: 'The new code has escaped characters where the file has plain ones; ask for it without escapes.',
  'line-numbers': 'The new code has line numbers in front of its lines; ask for it without them.',
  'missing-file': 'There is no file of this path. Check the path; for a new file ask for it in full, under its path.',
  'file-exists': 'A file of this name exists and the new content would replace it; compare the two by hand.',
  'no-path': 'The reply does not say which file this belongs to; open that file and apply the reply again.',
  'several-blocks': 'The reply holds several blocks of code and does not say which one to use; copy the right one.',
  'several-places': 'The new code may go to either of two places in the file; say which one, or put it there by hand.',
  'several-choices': 'The reply offers a choice between several edits; say which one you want.',
  'not-meant': 'The reply shows this code as an example or as what to avoid; copy it by hand if you want it.',
  'more-than-selection': 'The code goes beyond what was selected; ask for the selected lines only, or select more.',
  'cut-off': 'The reply breaks off within this edit; ask the model to go on or raise the limit of tokens.',
  malformed: 'This edit is not written in a form that can be read; ask for it once more.',
  'unclear-end': 'It cannot be told where this block ends, because it holds fences itself; ask for a patch instead.',
  'unclear-place':
    'The call says where its text goes in a way that cannot be checked; ' +
    'ask for a patch that shows the lines around it.',
  'no-edit': 'The reply holds no code to apply.',
};

export function refuse(
  reason: RefusalReason, snippet: string, path?: string, candidates?: readonly NearPlace[],
): Refusal {
  return {
    reason, message: MESSAGES[reason], snippet,
    ...(path === undefined ? {} : { path }),
    ...(candidates === undefined || candidates.length === 0 ? {} : { candidates }),
  };
}
