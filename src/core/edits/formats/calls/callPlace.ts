import { numberOf, textOf, type Fields } from './fields.ts';

/** Where the text of a call is to go in its file. */
export type CallPlace =
  | { readonly kind: 'whole' }
  | { readonly kind: 'end' }
  /** Below the line of this number, counted from 1; 0 is the top. */
  | { readonly kind: 'below'; readonly line: number }
  | { readonly kind: 'unclear' };

const BELOW_NAMES = [
  'insert_line', 'insertLine', 'after_line', 'afterLine', 'insert_after_line', 'insertAfterLine', 'after_line_number',
];
const MODE_NAMES = [
  'mode',
  'write_mode',
  'writeMode',
  'position',
  'placement',
  'location',
  'where',
  'flag',
  'open_mode',
];
const WHOLE =
  /^(?:w|wt|w\+|wb|x|write|over_?write|replace|replace_all|create|new|full|whole|truncate|rewrite|text|file)$/i;
const END = /^(?:a|at|a\+|ab|append|end|eof|bottom|last|after|end[_ ]of[_ ]file|append[_ ]to[_ ]end|tail)$/i;
const START = /^(?:prepend|start|top|beginning|begin|first|head|start[_ ]of[_ ]file)$/i;
/** Names of numbers or flags that say a part of the file is meant, without saying it so that it can be checked. */
const PART = new RegExp(
  [
    '^(?:line|lines|line_?numbers?|line_?range|range|ranges|start|end|start_?line|end_?line|from_?line|',
    'to_?line|offset|limit|at|at_?line|insert_?at|insert_?before_?line|before_?line|row|column|index|',
    'selection|region|section|anchor|partial|is_?partial|insert|prepend)$',
  ].join(''),
  'i',
);

/** Reads where a call puts its text. `verb` is what the call is named or says it does. */
export function callPlace(fields: Fields, verb: string): CallPlace {
  // Roo's tool: above the line of this number, counted from 1; 0 is the end.
  const line = /^insert_?content$/i.test(verb) ? numberOf(fields, ['line', 'line_number']) : undefined;
  if (line !== undefined) return line === 0 ? { kind: 'end' } : { kind: 'below', line: line - 1 };
  const below = numberOf(fields, BELOW_NAMES);
  if (below !== undefined) return { kind: 'below', line: below };
  const flag = ['append', 'is_append', 'isAppend', 'append_mode', 'appendMode'].find((name) => name in fields);
  if (flag !== undefined && isOn(fields[flag])) return { kind: 'end' };
  const mode = textOf(fields, MODE_NAMES)?.trim();
  const named = mode === undefined ? undefined : placeNamed(mode);
  if (named !== undefined && named.kind !== 'whole') return named;
  if (Object.keys(fields).some((name) => PART.test(name) && isOn(fields[name]))) return { kind: 'unclear' };
  if (/append/i.test(verb)) return { kind: 'end' };
  if (/prepend/i.test(verb)) return { kind: 'below', line: 0 };
  return /insert(?!_?edit)/i.test(verb) ? { kind: 'unclear' } : (named ?? { kind: 'whole' });
}

function placeNamed(mode: string): CallPlace {
  if (WHOLE.test(mode)) return { kind: 'whole' };
  if (END.test(mode)) return { kind: 'end' };
  return START.test(mode) ? { kind: 'below', line: 0 } : { kind: 'unclear' };
}

/** A flag that is set, a number or a text; `false`, `null` and what is empty say nothing. */
function isOn(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== '' && value !== 'false';
}
