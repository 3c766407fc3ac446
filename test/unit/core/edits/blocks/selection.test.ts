import assert from 'node:assert/strict';
import { planEdits, type Plan } from '../../../../../src/core/edits/planEdits.ts';
import { formatInstructions, repairPrompt, selectionInstructions } from '../../../../../src/core/edits/repair.ts';
import { after, hunks, PY, reasons, sr } from '../fixtures.ts';

/** Plans a reply about the part of `text` between the two bars. */
function planSelected(text: string, reply: readonly string[], languageId = 'python'): Plan {
  const start = text.indexOf('|');
  const end = text.lastIndexOf('|') - 1;
  const clean = text.replaceAll('|', '');
  return planEdits(reply.join('\n'), {
    read: (path) => (path === 'a.py' ? clean : undefined),
    selection: { path: 'a.py', start, end },
    languageId,
  });
}

const fenced = (...code: string[]): string[] => ['Here:', '', '```python', ...code, '```', 'Done.'];

describe('a block for the selection', () => {
  it('replaces whole lines at their own indentation', () => {
    const text = 'class A:\n|    def f(self):\n        return 1\n|\n    z = 1\n';
    assert.equal(after(planSelected(text, fenced('def f(self):', '    if x:', '        return 2', '    return 1'))),
      'class A:\n    def f(self):\n        if x:\n            return 2\n        return 1\n\n    z = 1\n');
  });

  it('may wrap what was there', () => {
    const text = 'def f():\n|    a()\n    b()\n|    c()\n';
    const wrapped = 'def f():\n    if x:\n        a()\n        b()\n    c()\n';
    assert.equal(after(planSelected(text, fenced('    if x:', '        a()', '        b()'))), wrapped);
    assert.equal(after(planSelected(text, fenced('if x:', '    a()', '    b()'))), wrapped);
  });

  it('changes only the lines that differ', () => {
    const text = 'x\n|a = 1\nb = 2\nc = 3|\ny\n';
    assert.deepEqual(hunks(planSelected(text, fenced('a = 1', 'b = 5', 'c = 3'))), ['selection|b = 2\n|b = 5\n']);
  });

  it('may begin behind the indentation', () => {
    assert.equal(
      after(planSelected('if a:\n    |b()\n    c()|\nd()\n', fenced('b2()', 'c2()'))),
      'if a:\n    b2()\n    c2()\nd()\n',
    );
  });

  it('may have lost the indentation of its first line only', () => {
    const text = 'class A:\n    |def f(self):\n        a()\n        return 1|\n';
    assert.equal(
      after(planSelected(text, fenced('def g(self):', '        a()', '        return 2'))),
      'class A:\n    def g(self):\n        a()\n        return 2\n',
    );
  });

  it('is refused where it may have lost the indentation of one line or of all', () => {
    const text = 'def f():\n    |a()\n    b()|\n    c()\n';
    assert.deepEqual(reasons(planSelected(text, fenced('if x:', '    a()', '    b()'))), ['indentation']);
  });

  it('takes the tabs of the file', () => {
    assert.equal(
      after(planSelected('f {\n|\tg()|\n}\nx {\n\ty\n\tz\n}\n', fenced('if (a) {', '    g2()', '}'))),
      'f {\n\tif (a) {\n\t\tg2()\n\t}\n}\nx {\n\ty\n\tz\n}\n',
    );
  });

  it('may lie within a line', () => {
    assert.equal(after(planSelected('x = |foo(1)| + 2\n', fenced('bar(2)'))), 'x = bar(2) + 2\n');
    assert.deepEqual(reasons(planSelected('x = |foo(1)| + 2\n', fenced('x = bar(2) + 2'))), ['more-than-selection']);
    assert.deepEqual(reasons(planSelected('x = |foo(1)| + 2\n', fenced('foo(1)'))), ['nothing-to-change']);
    assert.deepEqual(reasons(planSelected('x = |foo(1)| + 2\n', ['```', 'bar(2)'])), ['cut-off']);
  });

  it('keeps carriage returns and a missing final line ending', () => {
    assert.equal(after(planSelected('a\r\n|b\r\nc|', fenced('b2', 'b3', 'c'))), 'a\r\nb2\r\nb3\r\nc');
  });

  it('may come without a fence, if it is code and complete', () => {
    assert.equal(after(planSelected('|a = 1|\n', ['a = f(2)'])), 'a = f(2)\n');
    assert.deepEqual(reasons(planSelected('|a = 1|\n', ['a = f(2,'])), ['cut-off']);
    assert.deepEqual(reasons(planSelected('|a = 1|\n', ['This is fine.'])), ['no-edit']);
    assert.deepEqual(reasons(planSelected('|a = 1|\n', ['```', 'This is fine as it stands.', '```'])), ['unclear-end']);
    assert.equal(
      after(planSelected('|It is good.|\n', ['```', 'This is fine as it stands.', '```'])),
      'This is fine as it stands.\n',
    );
  });

  it('may name its file', () => {
    assert.equal(after(planSelected('a\n|b|\nc\n', ['**a.py**', '```', 'b2', '```'])), 'a\nb2\nc\n');
  });

  it('is refused when it is more or less than the selection', () => {
    const text = 'import os\n\ndef f():\n|    return one(1)\n|\ndef g():\n    return two(2)\n';
    assert.deepEqual(reasons(planSelected(text, fenced('import os', '', 'def f():', '    return 2'))), [
      'more-than-selection',
    ]);
    const long = `|${Array.from({ length: 12 }, (_, i) => `line(${i})`).join('\n')}|\n`;
    assert.deepEqual(reasons(planSelected(long, fenced('other()'))), ['looks-like-snippet']);
  });

  it('may be the whole file instead', () => {
    const text = 'import os\n\ndef f():\n|    return one(1)\n|\ndef g():\n    return two(2)\n';
    const whole = text.replaceAll('|', '').replace('one(1)', 'one(3)').split('\n').slice(0, -1);
    assert.deepEqual(hunks(planSelected(text, fenced(...whole))), ['whole|    return one(1)\n|    return one(3)\n']);
  });

  it('with a placeholder is placed in the selection, or refused', () => {
    const text = `x()\n|def f():\n    a = 1\n${'    b()\n'.repeat(5)}    return a\n|y()\n`;
    assert.deepEqual(
      hunks(
        planSelected(text, fenced('def f():', '    n = 2', '    a = 1', '    # ... existing code ...', '    return a')),
      ),
      ['selection||    n = 2\n'],
    );
    assert.deepEqual(reasons(planSelected(text, fenced('def g():', '    # ... existing code ...'))), ['elision']);
  });

  it('that broke off is taken only where its end agrees', () => {
    assert.equal(after(planSelected('|a = 1\nb = 2|\n', ['```python', 'a = 3', 'b = 2'])), 'a = 3\nb = 2\n');
    assert.deepEqual(reasons(planSelected('|a = 1\nb = 2|\n', ['```python', 'a = 3', 'b ='])), ['cut-off']);
  });

  it('chooses between equal places of a patch', () => {
    const text = 'a:\n  x = 1\n|b:\n  x = 1\n|c:\n  x = 1\n';
    assert.equal(
      after(planSelected(text, sr('a.py', ['  x = 1'], ['  x = 2']))),
      'a:\n  x = 1\nb:\n  x = 2\nc:\n  x = 1\n',
    );
  });
});

describe('repairPrompt', () => {
  const read = (path: string): string | undefined => (path === 'a.py' ? PY : undefined);

  it('shows what did not fit, why, and the file as it is', () => {
    const reply = sr(
      'a.py',
      ['import os', 'class A:', '    def foo(self):', '        x = 9'],
      ['import os', 'class A:', '    def foo(self):', '        x = 2'],
    ).join('\n');
    const { refused } = planEdits(reply, { read });
    const prompt = repairPrompt(refused, { read });
    assert.match(prompt ?? '', /This change for a\.py was not applied: the lines to be changed differ/);
    assert.match(prompt ?? '', /The file a\.py as it is now:\n```\nimport os\n/);
    assert.ok(prompt?.includes(PY.trimEnd()) && prompt.includes('*** Begin Patch'));
  });

  it('shows the stretch that came near of a file too long to go along', () => {
    const long = `${PY}\n${'# more\n'.repeat(10_000)}`;
    const reply = sr(
      'a.py',
      ['import os', 'class A:', '    def foo(self):', '        x = 9'],
      ['import os', 'class A:', '    def foo(self):', '        x = 2'],
    ).join('\n');
    const context = { read: (path: string) => (path === 'a.py' ? long : undefined) };
    const prompt = repairPrompt(planEdits(reply, context).refused, context);
    assert.match(prompt ?? '', /The file reads, lines 1 to \d+:\n```\nimport os\n/);
    assert.ok((prompt ?? '').length < 4_000);
  });

  it('shows the open file where the reply names none', () => {
    const context = { read, defaultPath: 'a.py' };
    const refusal = { reason: 'no-path' as const, message: '', snippet: 'x = 1' };
    assert.ok(repairPrompt([refusal], context)?.includes(PY.trimEnd()));
  });

  it('says nothing where the model cannot help', () => {
    const { refused } = planEdits(sr('a.py', ['import os'], ['import os']).join('\n'), { read });
    assert.equal(repairPrompt(refused, { read }), undefined);
  });

  it('fences text that has fences, and clips long text', () => {
    const refusal = { reason: 'malformed' as const, message: '', snippet: '```\n' + 'x'.repeat(9_000) };
    const prompt = repairPrompt([refusal], { read });
    assert.match(prompt ?? '', /\n````\n```\n/);
    assert.ok((prompt ?? '').length < 6_000);
    const many = Array.from({ length: 1_000 }, () => ({
      ...refusal,
      path: 'a.py',
      candidates: [{ line: 1, similarity: 1 }],
    }));
    const all = repairPrompt(many, { read: () => `${'y'.repeat(3_000)}\n`.repeat(100) });
    assert.ok((all ?? '').length < 62_000, String(all?.length));
    assert.match(all ?? '', /\d{3} more changes were not applied/);
  });
});

describe('instructions', () => {
  it('ask for what is read best', () => {
    assert.match(formatInstructions(), /\*\*\* Begin Patch[\s\S]+\*\*\* End Patch/);
    assert.match(selectionInstructions('python'), /one fenced block of code marked python/);
    assert.doesNotMatch(selectionInstructions(), /marked/);
  });
});
