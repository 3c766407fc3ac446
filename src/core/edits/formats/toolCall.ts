import { editsInJson } from './calls/jsonEdits.ts';
import { rawOf } from './proposal.ts';
import { sourceAt, take, type Format, type Reader } from './reader.ts';

/** What may stand before the JSON of a call on its line: tags and control tokens. */
const LEAD = new RegExp(
  [
    String.raw`^\s{0,8}(?:(?:<\|[^<>|]{0,40}\|>|<\w{1,20}>|assistant|commentary|final|json|`,
    String.raw` ?to=[\w.]{1,60})\s{0,4}){0,9}(?=[[{]\s*(?:["{[]|$))`,
  ].join(''),
);
const TAIL = /^\s*(?:<[^<>]{0,40}>\s*)*$/;

/** A tool call in running text, spelled as JSON. */
export const toolCall: Format = {
  starts: (lines, at) => /[[{]/.test((lines[at] ?? '').slice(0, MAX_LEAD)),
  read: readCall,
};

/** How much of a line is looked at for the beginning of a call. */
const MAX_LEAD = 400;

function readCall(reader: Reader, at: number): number | undefined {
  const line = reader.lines[at] ?? '';
  const lead = LEAD.exec(line.slice(0, MAX_LEAD))?.[0].length;
  const end = lead === undefined ? undefined : endOf(reader, at, lead);
  if (lead === undefined || end === undefined) return undefined;
  const source = sourceAt(reader);
  const raw = rawOf(source, at, end.line + 1);
  const last = reader.lines[end.line]?.length ?? 0;
  const proposals = editsInJson(raw.slice(lead, raw.length - last + end.column), reader.formats);
  return proposals.length === 0 ? undefined : take(reader, at, { proposals, next: end.line + 1 });
}

/** Where the brackets opened at a line are closed, if nothing but tags follows there. */
function endOf(reader: Reader, from: number, column: number): { line: number; column: number } | undefined {
  let depth = 0;
  let isText = false;
  for (let line = from; line < reader.lines.length; line++) {
    const text = reader.lines[line] ?? '';
    reader.budget.steps -= 1 + (text.length >> 6);
    if (reader.budget.steps <= 0) return undefined;
    for (let at = line === from ? column : 0; at < text.length; at++) {
      const char = text[at];
      if (isText && char === '\\') at++;
      else if (char === '"') isText = !isText;
      else if (!isText && (char === '{' || char === '[')) depth++;
      else if (!isText && (char === '}' || char === ']') && --depth === 0) {
        return TAIL.test(text.slice(at + 1, at + 500)) ? { line, column: at + 1 } : undefined;
      }
    }
  }
  return undefined;
}
