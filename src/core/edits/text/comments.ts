/** What a comment begins with in the usual languages, as sources of a regular expression. */
const SIGNS = ['#', '//', '/\\*', '\\*', '--', '<!--'];
const COMMENT = new RegExp(`^\\s*(?:${SIGNS.join('|')})`);
/** `#main {` is a rule of a style sheet, not a comment. */
const STYLE_RULE = /^\s*#[\w-]+(?:[\s.:>,#][^{}]*)?\{\s*$/;
const DIRECTIVE = /^\s*#\s*(?:define|include|if|ifdef|ifndef|elif|else|endif|pragma|undef|region|endregion)\b/;

/** A comment at the end of a line: its sign stands apart from the code and from its own words. */
const AT_END = /(?:^|\s)(?:\/\/|#|--|\/\*)\s.*$/;
/** A line inside a block comment: `* like this`. */
const INSIDE = /^\s*\*.*$/;

/** A line for a preprocessor, such as `#include`. */
export function isDirective(line: string): boolean {
  return DIRECTIVE.test(line);
}

/** Whether a line is a comment, or one for a preprocessor: both stand at any depth of indentation. */
export function isAside(line: string): boolean {
  return COMMENT.test(line) && (!STYLE_RULE.test(line) || isDirective(line));
}

/** A line of code less the comment that it ends with. */
export function withoutComment(line: string): string {
  return INSIDE.test(line) ? '' : line.replace(AT_END, '');
}
