import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyHunks } from '../../../../src/core/edits/text/hunks.ts';
import { planEdits, type FileEdit, type PlanContext } from '../../../../src/core/edits/planEdits.ts';

/**
 * Replies as models write them, one file of cases for each way to write. A case is a reply, then what comes of it: each
 * hunk as the line it begins at and what goes and comes, or the reasons why not.
 */
const FOLDER = join(import.meta.dirname, 'replies');
const SECTION = /^%%%% (\w+) ?(.*)$/;

interface Section {
  readonly word: string;
  readonly rest: string;
  readonly lines: string[];
}

function sectionsOf(name: string): Section[] {
  const sections: Section[] = [];
  for (const line of readFileSync(join(FOLDER, name), 'utf8').split('\n')) {
    const head = SECTION.exec(line);
    if (head) sections.push({ word: head[1] ?? '', rest: head[2] ?? '', lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections;
}

function textOf({ lines }: Section): string {
  return lines.join('\n');
}

interface Case {
  readonly name: string;
  readonly reply: string;
  readonly context: Partial<PlanContext>;
  readonly files: ReadonlyMap<string, string>;
  readonly gives: string[];
}

/** Cases of one file; `file` sections hold for all cases behind them, `open` for the next one. */
function casesOf(name: string, shared: ReadonlyMap<string, string>): Case[] {
  const files = new Map(shared);
  const cases: Case[] = [];
  let context: Partial<PlanContext> = {};
  for (const section of sectionsOf(name)) {
    const last = cases.at(-1);
    if (section.word === 'file') files.set(section.rest, textOf(section).concat('\n').replace(/\n\n$/, '\n'));
    else if (section.word === 'open') context = { defaultPath: section.rest };
    else if (section.word === 'case') {
      cases.push({ name: section.rest, reply: textOf(section), context, files: new Map(files), gives: [] });
      context = {};
    } else if (section.word === 'gives') last?.gives.push(...section.lines.filter((line) => line !== ''));
    else if (section.word === 'refused')
      last?.gives.push(...section.rest.split(/,\s*/).map((reason) => `refused ${reason}`));
    else assert.fail(`${name}: ${section.word}`);
  }
  return cases;
}

function marked(mark: string, text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n').map((line) => mark + line);
}

function shown(file: FileEdit, files: ReadonlyMap<string, string>): string[] {
  if (file.kind === 'delete') return [`delete ${file.path}`];
  if (file.kind === 'create') return [`create ${file.path}`, ...marked('+', file.after)];
  const { before, hunks } = file;
  assert.equal(before, files.get(file.path));
  assert.equal(applyHunks(before, hunks), file.after);
  const told = hunks.flatMap(({ start, end, text }) => {
    const line = before.slice(0, start).split('\n').length;
    return [String(line), ...marked('-', before.slice(start, end)), ...marked('+', text)];
  });
  return [`change ${file.path}`, ...(file.renameTo === undefined ? [] : [`to ${file.renameTo}`]), ...told];
}

function outcomeOf({ reply, context, files }: Case): string[] {
  const plan = planEdits(reply, { read: (path) => files.get(path), ...context });
  return [
    ...plan.files.flatMap((file) => shown(file, files)),
    ...plan.refused.map(({ reason }) => `refused ${reason}`),
  ];
}

describe('replies as models write them', () => {
  const shared = new Map(
    sectionsOf('files.txt').map((section) => [section.rest, textOf(section).concat('\n').replace(/\n\n$/, '\n')]),
  );
  for (const name of readdirSync(FOLDER)
    .filter((file) => file !== 'files.txt')
    .sort()) {
    describe(name.replace('.txt', ''), () => {
      for (const one of casesOf(name, shared)) it(one.name, () => assert.deepEqual(outcomeOf(one), one.gives));
    });
  }
});
