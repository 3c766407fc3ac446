import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assembleReply } from '../../../../src/client/answer/assemble.ts';
import { decodeBody } from '../../../../src/client/answer/decode.ts';
import { replyText } from '../../../../src/core/chat/prompts/callsAsText.ts';
import { planEdits, type PlanContext } from '../../../../src/core/edits/planEdits.ts';

/** Files after a reply, by path; a new file is just there. */
type Files = Readonly<Record<string, string>>;

interface FieldCase {
  readonly id: string;
  readonly kind: 'edit' | 'tools';
  /** The reply's text, or the body with native calls. */
  readonly input: unknown;
  readonly before: Files;
  readonly defaultPath?: string;
  /** Words for what was selected: all of the first function. */
  readonly selection?: string;
  readonly expected: {
    readonly after?: Files;
    readonly orAfter?: Files;
    readonly refuse?: true;
    readonly orRefuse?: true;
  };
  readonly why: string;
}

/** Small inputs whose kinds come from real replies; each went wrong once. */
function casesIn(name: string): FieldCase[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as FieldCase[];
}

function textOf({ kind, input }: FieldCase): string {
  if (kind === 'edit') return String(input);
  const decoded = decodeBody(input);
  assert.ok(decoded.ok);
  return replyText(assembleReply(decoded.reply, []));
}

function contextOf({ before, defaultPath, selection }: FieldCase): PlanContext {
  const open = defaultPath === undefined ? {} : { defaultPath };
  const text = before[defaultPath ?? ''] ?? '';
  const end = text.indexOf('\n}\n') + '\n}\n'.length;
  const selected =
    selection === undefined || defaultPath === undefined ? {} : { selection: { path: defaultPath, start: 0, end } };
  return { read: (path) => before[path], ...open, ...selected };
}

function outcomeOf(one: FieldCase): { after: Files; refused: string[] } {
  const plan = planEdits(textOf(one), contextOf(one));
  const after: Record<string, string> = { ...one.before };
  for (const file of plan.files) if (file.kind !== 'delete') after[file.path] = file.after;
  return { after, refused: plan.refused.map(({ reason }) => reason) };
}

function check(one: FieldCase): void {
  const { after, refused } = outcomeOf(one);
  const { expected, before } = one;
  const isSame = (wanted: Files | undefined): boolean => {
    if (wanted === undefined) return false;
    const all = { ...before, ...wanted };
    return Object.keys({ ...all, ...after }).every((path) => all[path] === after[path]);
  };
  if (isSame(expected.after) || isSame(expected.orAfter)) return;
  const mayRefuse = expected.refuse === true || expected.orRefuse === true;
  assert.ok(mayRefuse && refused.length > 0, `${one.why}\n${JSON.stringify({ after, refused }, undefined, 1)}`);
  assert.deepEqual(after, before, one.why);
}

for (const [name, title] of [
  ['fieldCases.json', 'cases from the field'],
  ['fieldBrothers.json', 'their brothers, and what must go on working'],
] as const) {
  describe(title, () => {
    for (const one of casesIn(name)) it(`${one.id}: ${one.why.slice(0, 80)}`, () => check(one));
  });
}
