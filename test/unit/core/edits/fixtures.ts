import assert from 'node:assert/strict';
import { planEdits, type Plan, type PlanContext } from '../../../../src/core/edits/planEdits.ts';

export const PY = [
  'import os', '', '', 'class A:', '    def foo(self):', '        x = 1', '        return x', '', '    def bar(self):',
  '        x = 1', '        return x', '', '', 'def main():', '    print("hi")', '',
].join('\n');

export const TS = Array.from({ length: 30 }, (_, i) => {
  return `export function f${i}(a: number): number {\n  const b = a + ${i};\n  return b;\n}\n`;
}).join('\n');

export const FILES: Readonly<Record<string, string>> = {
  'a.py': PY, 'src/a.ts': TS, 'Makefile': 'all:\n\tgcc -o x x.c\n\nclean:\n\trm -f x\n',
  'conf.json': '{\n  "a": 1,\n  "b": 2\n}\n', 'req.txt': 'flask\nrequests\n', 'empty.txt': '',
  'README.md': '# T\n\n```sh\nnpm i\n```\n\nText here.\n\n## More\n\nEnd.\n', 'win.txt': '\uFEFFone\r\ntwo\r\nthree',
};

export function plan(reply: string | readonly string[], context: Partial<PlanContext> & { text?: string } = {}): Plan {
  const text = typeof reply === 'string' ? reply : reply.join('\n');
  return planEdits(text, { read: (path) => context.text ?? FILES[path], ...context });
}

/** Each hunk as `how|old|new`. */
export function hunks(result: Plan): string[] {
  assert.deepEqual(result.refused.map(({ reason }) => reason), []);
  return result.files.flatMap((file) => {
    if (file.kind !== 'change') return [`${file.kind} ${file.path}${file.kind === 'create' ? `|${file.after}` : ''}`];
    return file.hunks.map((hunk) => [hunk.how, file.before.slice(hunk.start, hunk.end), hunk.text].join('|'));
  });
}

export function after(result: Plan): string {
  const [file] = result.files;
  assert.ok(file && file.kind !== 'delete');
  return file.after;
}

export function reasons(result: Plan): string[] {
  assert.deepEqual(result.files, []);
  result.refused.forEach(({ message }) => assert.match(message, /^[A-Z].*\.$/));
  return result.refused.map(({ reason }) => reason);
}

/** Writes a V4A patch. */
export function v4a(path: string, ...body: string[]): string[] {
  return ['*** Begin Patch', `*** Update File: ${path}`, ...body, '*** End Patch'];
}

/** Writes a SEARCH/REPLACE block. */
export function sr(path: string, old: readonly string[], now: readonly string[]): string[] {
  return [path, '```', '<<<<<<< SEARCH', ...old, '=======', ...now, '>>>>>>> REPLACE', '```'];
}

/** A fenced code block below a bold title; an empty title is none. */
export const block = (title: string, ...code: string[]): string[] => [
  ...(title === '' ? [] : [`**${title}**`, '']),
  '```',
  ...code,
  '```',
];
