import assert from 'node:assert/strict';
import fc from 'fast-check';
import { planEdits } from '../../../../../src/core/edits/planEdits.ts';
import { holds } from '../support.ts';

/** What becomes of a body: the line at `at` (or the place above it) gives way to `lines`. */
interface Change {
  readonly at: number;
  readonly removes: boolean;
  readonly lines: readonly string[];
}

interface Definition {
  readonly body: readonly string[];
  readonly change: Change | undefined;
  /** Whether an unchanged one is shown all the same. */
  readonly isShown: boolean;
  /** Lines shown around a change; more than there are show the body whole. */
  readonly context: number;
  /** A new definition stands below it. */
  readonly isFollowed: boolean;
}

// Few words, so that bodies share lines and ends.
const line = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom('log();', 'return x;', 'x += 1;', 'if (x) stop();') },
  { weight: 3, arbitrary: fc.nat(80).map((n) => `const a${n} = f(${n});`) },
);
const fresh = fc.nat(60).map((n) => `fresh${n}(${n});`);

const definition: fc.Arbitrary<Definition> = fc.record({
  body: fc.array(line, { minLength: 1, maxLength: 7 }),
  change: fc.option(
    fc.record({ at: fc.nat(7), removes: fc.boolean(), lines: fc.array(fresh, { minLength: 0, maxLength: 3 }) }),
    { nil: undefined, freq: 3 },
  ),
  isShown: fc.nat(9).map((n) => n === 0),
  context: fc.integer({ min: 1, max: 9 }),
  isFollowed: fc.nat(7).map((n) => n === 0),
});

type Language = 'ts' | 'python';

interface Shape {
  readonly language: Language;
  /** All of it stands in one class. */
  readonly inClass: boolean;
  /** Every `twin`th function has the name of the one before it. */
  readonly twins: boolean;
}

const shape: fc.Arbitrary<Shape> = fc.record({
  language: fc.constantFrom<Language>('ts', 'python'),
  inClass: fc.boolean(),
  twins: fc.nat(9).map((n) => n === 0),
});

function changed({ body, change }: Definition): string[] {
  if (!change) return [...body];
  const at = change.at % body.length;
  return [...body.slice(0, at), ...change.lines, ...body.slice(change.removes ? at + 1 : at)];
}

interface Written {
  readonly before: string[];
  readonly after: string[];
  readonly snippet: string[];
}

/** Writes definitions as they are, as they are to be, and as a reply that leaves out what stays. */
function write(definitions: readonly Definition[], { language, inClass, twins }: Shape): Written {
  const isPython = language === 'python';
  const pad = inClass ? '    ' : '';
  const mark = isPython ? '# ... existing code ...' : '// ... existing code ...';
  const open = (name: string): string =>
    `${pad}${isPython ? `def ${name}(x):` : inClass ? `${name}(x) {` : `function ${name}(x) {`}`;
  const whole = (name: string, body: readonly string[]): string[] => {
    return [open(name), ...body.map((text) => `${pad}    ${text}`), ...(isPython ? [] : [`${pad}}`])];
  };
  const result: Written = { before: [], after: [], snippet: [] };
  const elide = (indent: string): void => {
    if (result.snippet.findLast((text) => text.trim() !== '')?.trim() !== mark) result.snippet.push(`${indent}${mark}`);
  };
  definitions.forEach((one, i) => {
    const name = `name${twins && i % 3 === 1 ? i - 1 : i}`;
    if (i > 0) [result.before, result.after, result.snippet].forEach((lines) => lines.push(''));
    const now = changed(one);
    result.before.push(...whole(name, one.body));
    result.after.push(...whole(name, now));
    if (!one.change && !one.isShown && !one.isFollowed) elide(pad);
    else result.snippet.push(...shown(whole(name, now), one, `${pad}    ${mark}`));
    if (!one.isFollowed) return;
    const added = ['', ...whole(`added${i}`, [`added${i}();`, `return ${i};`])];
    result.after.push(...added);
    result.snippet.push(...added);
  });
  if (!inClass) return result;
  const [head, foot] = isPython ? [['class Thing:'], []] : [['class Thing {'], ['}']];
  const wrap = (lines: readonly string[]): string[] => [...head, ...lines, ...foot];
  return { before: wrap(result.before), after: wrap(result.after), snippet: wrap(result.snippet) };
}

/** A definition with a placeholder for what lies further from its change than it shows. */
function shown(whole: readonly string[], { change, context, body }: Definition, mark: string): string[] {
  // What only goes is not to be seen beside a placeholder.
  if (!change || change.lines.length === 0) return [...whole];
  const at = 1 + (change.at % body.length);
  const [from, to] = [Math.max(1, at - context), at + change.lines.length + context];
  const isCut = to < whole.length - 2;
  return [
    whole[0] ?? '',
    ...(from > 2 ? [mark] : whole.slice(1, from)),
    ...whole.slice(from, to),
    ...(isCut ? [mark] : whole.slice(to)),
    ...(isCut && !(whole.at(-1) ?? '').includes(';') ? whole.slice(-1) : []),
  ];
}

describe('snippets', function () {
  this.timeout(120_000);

  it('give the file they were taken from, or are refused', () => {
    let done = 0;
    let all = 0;
    holds(
      fc.property(fc.array(definition, { minLength: 3, maxLength: 9 }), shape, (definitions, form) => {
        const { before, after, snippet } = write(definitions, form);
        fc.pre(definitions.every((one) => changed(one).length > 0) && before.join('\n') !== after.join('\n'));
        const path = form.language === 'ts' ? 'a.ts' : 'a.py';
        const text = `${before.join('\n')}\n`;
        const plan = planEdits([`**${path}**`, `\`\`\`${form.language}`, ...snippet, '```'].join('\n'), {
          read: () => text,
        });
        all++;
        if (plan.refused.length > 0) return;
        done++;
        const [file] = plan.files;
        assert.ok(file?.kind === 'change');
        assert.equal(file.after, `${after.join('\n')}\n`, `${text}\n-----\n${snippet.join('\n')}`);
      }),
    );
    assert.ok(done * 3 > all, 'a good part must get through');
  });

  it('of one definition and nothing else replace that one, or are refused', () => {
    let done = 0;
    let all = 0;
    holds(
      fc.property(
        fc.record({
          definitions: fc.array(definition, { minLength: 2, maxLength: 7 }),
          form: shape,
          which: fc.nat(6),
          body: fc.array(fc.oneof(line, fresh), { minLength: 1, maxLength: 6 }),
          isShifted: fc.boolean(),
        }),
        ({ definitions, form, which, body, isShifted }) => {
          const plain = definitions.map((one) => ({ ...one, change: undefined, isShown: false, isFollowed: false }));
          const at = which % plain.length;
          const { before } = write(plain, form);
          const { before: after } = write(
            plain.map((one, i) => (i === at ? { ...one, body } : one)),
            form,
          );
          fc.pre(before.join('\n') !== after.join('\n'));
          const { before: own } = write(
            [...plain.slice(0, at).map((one) => ({ ...one, body: ['skip();'] })), { ...plain[at]!, body }],
            { ...form, inClass: false },
          );
          const from = own.findLastIndex((text) => /^(?:def|function) /.test(text));
          const pad = form.inClass && !isShifted ? '    ' : '';
          const shownLines = own
            .slice(from)
            .map((text) =>
              text === '' ? '' : pad + (form.inClass && form.language === 'ts' ? text.replace(/^function /, '') : text),
            );
          const path = form.language === 'ts' ? 'a.ts' : 'a.py';
          const text = `${before.join('\n')}\n`;
          const plan = planEdits([`**${path}**`, `\`\`\`${form.language}`, ...shownLines, '```'].join('\n'), {
            read: () => text,
          });
          all++;
          if (plan.refused.length > 0) return;
          done++;
          const [file] = plan.files;
          assert.ok(file?.kind === 'change');
          assert.equal(file.after, `${after.join('\n')}\n`, `${text}\n-----\n${shownLines.join('\n')}`);
        },
      ),
    );
    assert.ok(done * 4 > all, `a good part must get through: ${done} of ${all}`);
  });
});
