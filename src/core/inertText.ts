/**
 * Text that is not ours (file names, replies, the endpoint's words) for places where VS Code reads text as more than
 * text: `[label](command:…)` in a notification is a link that runs a command, `$(name)` in a label is an icon.
 */

/** Longest text of a notification or a question, in characters: VS Code itself cuts one off at 1,000. */
export const longestMessage = 700;

/** Longest text of a title, a list entry, a lens or a tooltip, in characters: more than fits on a line. */
export const longestLabel = 250;

/** How much of a text that is too long is kept at its end, where a message of ours says what to do. */
const keptAtEnd = 0.4;

/** Room for the words that say how much was left out. */
const roomForNote = 40;

/** Every break of a line, and tabs: each would be drawn as a space or as nothing. */
const breaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

/**
 * What is not seen or turns what stands beside it around: control characters, halves of surrogate pairs, and format
 * characters such as the marks of writing direction. The two joiners stay, since emoji and some scripts need them, and
 * so do the Arabic signs that are seen.
 */
const unseen = /[\p{Cc}\p{Cs}]|(?![\u200c\u200d\u0600-\u0605\u06dd])\p{Cf}/gu;

/** Where a link or an icon would begin. */
const marks = /(\])(?=\()|(\$)(?=\()/g;

/** A character without width or meaning between a mark's two halves: it reads as before, and does nothing. */
const nonJoiner = '\u200c';

/** The same text, to be read only: no link, no icon, on one line, in the order it is written, and not endless. */
export function inertText(text: string, most = longestMessage): string {
  return shortened(text, most).replace(breaks, ' ').replace(unseen, '\ufffd').replace(marks, `$&${nonJoiner}`);
}

/** A long text without its middle, and how much that was. */
function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const room = Math.max(0, most - roomForNote);
  const end = Math.floor(room * keptAtEnd);
  const start = room - end;
  const left = (text.length - room).toLocaleString('en-US');
  return `${text.slice(0, start)} … (${left} characters left out) … ${text.slice(text.length - end)}`;
}
