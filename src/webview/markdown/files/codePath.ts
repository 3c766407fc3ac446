import { isShellLike, languageOf } from '../../../core/edits/text/languages.ts';
import { pathBefore, pathInComment, pathInInfo } from '../../../core/edits/formats/paths.ts';

/** How much of the text before a code block is looked at, in UTF-16 code units. */
export const lookBack = 600;

/** The file a code block is for: by its fence's info string, the words before it, or a comment in its first line. */
export function pathOfCode(info: string, before: string, code: string): string | undefined {
  const inInfo = pathInInfo(info)?.path;
  // Commands and output come after sentences that name files they are not for.
  if (inInfo !== undefined || isShellLike(languageOf(info))) return inInfo;
  const lines = before.slice(-lookBack).split('\n');
  return pathBefore(lines, lines.length, 0)?.path ?? pathInComment(code.slice(0, lookBack).split('\n', 1)[0] ?? '');
}
