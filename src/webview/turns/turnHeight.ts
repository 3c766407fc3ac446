import type { AssistantTurn, UserTurn } from '../../core/chat/conversation.ts';

/** What the height of text depends on, in CSS pixels. */
export interface Column {
  readonly width: number;
  readonly fontSize: number;
  readonly codeSize: number;
}

/** Heights in CSS pixels as the styles make them; what depends on the size of the text is in lines. */
const actions = 24;
const bubble = 14;
const chips = 24;
const foldedLines = 12;
const codeBox = 36;
const figures = 26;
const tableRow = 7;
const block = 10;
const heading = 2;

/** About how wide a character is and how high a line, in parts of the text's size. */
const characterWidth = 0.48;
const lineHeight = { question: 1.4, reply: 1.5, code: 1.45 };

/** Where a link leads is not shown. */
const address = /\]\([^()\s]{1,300}\)/g;
const item = /^\s*(?:[-*+]|\d{1,9}[.)])\s/;
const listIndent = 22;

/** About how high a question is before it was ever laid out; `folded` when only its beginning is shown. */
export function questionHeight({ text, attachments }: UserTurn, folded: boolean, column: Column): number {
  const lines = folded ? foldedLines + 1 : wrappedLines(text, column.width - 22, column);
  const textHeight = lines * column.fontSize * lineHeight.question;
  const chipsHeight = attachments.length > 0 ? chips : 0;
  return Math.round(textHeight + bubble + actions + chipsHeight);
}

/** About how high a reply is before it was ever laid out. */
export function replyHeight({ text, reasoning }: AssistantTurn, column: Column): number {
  const line = column.fontSize * lineHeight.reply;
  let height = actions + figures + (reasoning === '' ? 0 : line + 6);
  let fence = '';
  let before = '';
  for (const source of text.split('\n')) {
    if (fence !== '') {
      if (source.trimStart().startsWith(fence)) fence = '';
      else height += column.codeSize * lineHeight.code;
    } else {
      fence = /^ {0,3}(```|~~~)/.exec(source)?.[1] ?? '';
      height += fence === '' ? heightOf(source, before, line, column) : codeBox;
    }
    before = source;
  }
  return Math.round(height);
}

/** What a line of markdown outside code adds. */
function heightOf(source: string, before: string, line: number, column: Column): number {
  if (source.trim() === '') return before.trim() === '' ? 0 : block;
  if (source.startsWith('|')) return /^[|:\- ]+$/.test(source) ? 0 : line + tableRow;
  if (source.startsWith('#')) return line + heading;
  const shown = source.replace(address, ']');
  if (item.test(source)) return wrappedLines(shown, column.width - listIndent, column) * line + 2;
  if (startsParagraph(before)) return wrappedLines(shown, column.width, column) * line;
  // A paragraph's lines run on in one another.
  return (shown.length / perLine(column.width, column)) * line;
}

function startsParagraph(before: string): boolean {
  return before.trim() === '' || before.startsWith('#') || before.startsWith('|') || before.startsWith('```');
}

function wrappedLines(text: string, width: number, column: Column): number {
  const most = perLine(width, column);
  return text.split('\n').reduce((lines, line) => lines + Math.max(1, Math.ceil(line.length / most)), 0);
}

function perLine(width: number, { fontSize }: Column): number {
  return Math.max(1, width / (fontSize * characterWidth));
}
