import assert from 'node:assert/strict';
import { after, plan, reasons } from '../fixtures.ts';

const PY = [
  'import os', '', '', 'class Account:', '    def __init__(self, owner):', '        self.owner = owner',
  '        self.balance = 0', '', '    def deposit(self, amount):', '        self.check(amount)',
  '        self.balance += amount', '        return self.balance', '', '    def withdraw(self, amount):',
  '        self.check(amount)', '        self.balance -= amount', '        return self.balance', '', '',
  'class Savings(Account):', '    def add_interest(self):', '        self.balance *= 2', '        return self.balance',
  '',
].join('\n');

const TS = [
  "import { join } from 'node:path';", '', 'const LIMIT = 3;', 'const NAMES = { a: 1 };', '',
  'export function load(name: string): string {', '  const path = join(name);', '  return path;', '}', '',
  'export class Cache {', '  private items = new Map();', '', '  get(key: string): string {',
  '    return this.items.get(key);', '  }', '', '  set(key: string): void {', '    this.items.set(key);', '  }', '}',
  '',
].join('\n');

function reply(language: string, ...body: string[]): string[] {
  return [language === 'ts' ? '**c.ts**' : '**c.py**', `\`\`\`${language}`, ...body, '```'];
}

const py = (...body: string[]): ReturnType<typeof plan> => plan(reply('python', ...body), { text: PY });
const ts = (...body: string[]): ReturnType<typeof plan> => plan(reply('ts', ...body), { text: TS });

describe('a snippet', () => {
  it('that shows a definition whole stands for that one, be others like it', () => {
    const wanted = PY.replace('        self.balance -= amount', '        self.balance -= float(amount)');
    const method = [
      '    def withdraw(self, amount):', '        self.check(amount)', '        self.balance -= float(amount)',
      '        return self.balance',
    ];
    assert.equal(after(py(...method)), wanted);
    assert.equal(after(py(...method.map((line) => line.slice(4)))), wanted);
    assert.equal(after(py('# ...', ...method, '# ...')), wanted);
    assert.equal(after(py('class Account:', '    # ... existing code ...', ...method)), wanted);
    assert.equal(
      after(py('class Account:', '    # ... existing code ...', '', ...method, '', '    # ... rest unchanged ...')),
      wanted,
    );
    const changed = [...method.slice(0, 3), '        return round(self.balance)'];
    assert.equal(
      after(py(...changed)),
      wanted.replace(/(float[^r]+)return self.balance/, '$1return round(self.balance)'),
    );
  });

  it('is refused where another definition of that name could become it as well', () => {
    const rectangle = ['class Rectangle {', '  area(x) {', '    const a0 = f(0);', '  }', '}', ''];
    const circle = ['class Circle {', '  area(x) {', '    x += 1;', '    log();', '  }', '}', ''];
    const others = Array.from({ length: 8 }, (_, i) => `const C${i} = ${i};`);
    const text = [...others, '', ...rectangle, ...circle].join('\n');
    const like = ['  area(x) {', '    x += 1;', '    log();', '    fresh();', '  }'];
    assert.deepEqual(reasons(plan(reply('ts', ...like), { text })), ['looks-like-snippet']);
    assert.deepEqual(reasons(plan(reply('ts', '// ...', '', ...like, '', '// ...'), { text })), ['ambiguous']);
    const wanted = text.replace('    log();\n', '    log();\n    fresh();\n');
    assert.equal(after(plan(reply('ts', 'class Circle {', ...like, '}'), { text })), wanted);
    const within = ['class Circle {', '  // ... existing code ...', ...like, '}'];
    assert.equal(after(plan(reply('ts', ...within), { text })), wanted);
  });

  it('is refused where it shows two definitions of a name, and only one of them has a place', () => {
    const end = ['function other(x) {', '  a();', '  b();', '  c();', '  d();', '}', ''];
    const first = ['function load(x) {', '  log();', '  log();', '}', ''];
    const second = ['function load(x) {', '  log();', '}', ''];
    const added = ['function added(x) {', '  return x;', '}', ''];
    const text = [...first, ...second, ...end].join('\n');
    const shown = [...second, ...added, ...second, ...end.slice(0, 2), '  fresh();', ...end.slice(2, 4)];
    assert.deepEqual(reasons(plan(reply('ts', ...shown, '  // ... existing code ...', '}'), { text })), ['ambiguous']);
  });

  it('stands for the one of two definitions of a name that most of it is taken from', () => {
    const body = ['    const a = read(x);', '    check(a);', '    store(a);', '    report(a);', '    return a;'];
    const text = [
      'class One {', '  load(x) {', '    return this.cache.get(x);', '  }', '}', '',
      'class Two {', '  load(x) {', ...body, '  }', '}', '',
      ...Array.from({ length: 8 }, (_, i) => `const C${i} = ${i};`), '',
    ].join('\n');
    const now = body.map((line) => line.replace('report(a)', 'report(a, x)'));
    assert.equal(
      after(plan(reply('ts', '  load(x) {', ...now, '  }'), { text })),
      text.replace('report(a)', 'report(a, x)'),
    );
  });

  it('does not reach into the next definition', () => {
    const text =
      `${'A = 1\n'.repeat(1)}B = 2\nC = 3\nD = 4\nE = 5\nF = 6\n\n\ndef foo(x):\n    y = x + 1\n    return y\n\n\n` +
      'def bar(z):\n    w = z * 2\n    return result\n\n\nG = 1\nH = 2\nI = 3\nJ = 4\n';
    const result = plan(
      reply('python', 'def foo(x):', '    y = x + 2', '    z = y', '    check(z)', '    return result'),
      { text },
    );
    assert.ok(result.files.length === 0 || after(result).includes('def bar(z):\n    w = z * 2\n    return result'));
  });

  it('is refused where it ends before its block does', () => {
    assert.deepEqual(reasons(py('    def withdraw(self, amount):', '        self.check(float(amount))')), [
      'looks-like-snippet',
    ]);
    assert.deepEqual(reasons(ts('export class Cache {', '  private items = new Map<string, string>();', '}')), [
      'looks-like-snippet',
    ]);
  });

  it('adds members at the end of the block it names', () => {
    const clear = ['  clear(): void {', '    this.items.clear();', '  }'];
    const wanted = TS.replace(
      '    this.items.set(key);\n  }\n',
      `    this.items.set(key);\n  }\n\n${clear.join('\n')}\n`,
    );
    assert.equal(after(ts('export class Cache {', '  // ... existing methods ...', '', ...clear, '}')), wanted);
    const close = ['    def close(self):', '        self.balance = None'];
    assert.equal(
      after(py('class Account:', '    # ... existing methods ...', '', ...close)),
      PY.replace('\n\n\nclass Savings', `\n\n${close.join('\n')}\n\n\nclass Savings`),
    );
  });

  it('does not add a member that is there, nor one that needs a comma', () => {
    const get = ['  get(name: string): number {', '    return 1;', '  }'];
    const there = ts('export class Cache {', '  // ...', ...get, '}');
    assert.equal(
      after(there),
      TS.replace('  get(key: string): string {\n    return this.items.get(key);\n  }', get.join('\n')),
    );
    const text = 'const a = {\n  one: 1\n};\nconst b = {\n  two: 2\n};\n';
    assert.deepEqual(
      reasons(plan(['**c.ts**', '```ts', 'const b = {', '  // ...', '  three: 3', '};', '```'], { text })),
      ['looks-like-snippet'],
    );
  });

  it('gives a new value to a name that the file gives one once', () => {
    assert.equal(after(ts('// ...', 'const LIMIT = 4;', '// ...')), TS.replace('LIMIT = 3', 'LIMIT = 4'));
    assert.equal(
      after(ts("import { join } from 'node:path';", '// ...', 'const LIMIT = 4;', '', '// ...')),
      TS.replace('LIMIT = 3', 'LIMIT = 4'),
    );
    assert.deepEqual(reasons(ts('// ...', 'const LIMITS = 4;', '// ...')), ['looks-like-snippet']);
    assert.deepEqual(reasons(ts('// ...', 'const NAMES = {', '// ...')), ['looks-like-snippet']);
    assert.deepEqual(
      reasons(
        plan(reply('python', '# ...', '    x = 2', '# ...'), {
          text: 'def f():\n    x = 1\n\n\ndef g():\n    x = 1\n',
        }),
      ),
      ['looks-like-snippet'],
    );
  });

  it('adds lines next to one that is shown', () => {
    const added = ["import { join } from 'node:path';", "import fs from 'node:fs';"];
    assert.equal(
      after(ts(...added, '// ... existing code ...')),
      TS.replace("from 'node:path';\n", "from 'node:path';\nimport fs from 'node:fs';\n"),
    );
    assert.equal(
      after(ts('// ...', 'let count = 0;', 'const LIMIT = 3;', '// ...')),
      TS.replace('const LIMIT', 'let count = 0;\nconst LIMIT'),
    );
    assert.equal(
      after(ts('// ...', 'const LIMIT = 3;', 'const NAMES = { b: 2 };', '// ...')),
      TS.replace('{ a: 1 }', '{ b: 2 }'),
    );
    assert.deepEqual(reasons(ts('// ...', 'const LIMIT = 3;', 'let NAMES = { b: 2 };', '// ...')), [
      'looks-like-snippet',
    ]);
    assert.deepEqual(reasons(ts('// ...', 'export class Cache {', '  private other = 1;', '  // ...')), [
      'looks-like-snippet',
    ]);
  });

  it('may change the last line it shows', () => {
    const wanted = TS.replace('private items = new Map();', 'private items = new Map<string, string>();');
    assert.equal(
      after(ts('export class Cache {', '  private items = new Map<string, string>();', '  // ...', '}')),
      wanted,
    );
    assert.deepEqual(reasons(ts('export class Cache {', '  protected other = new Set<string>();', '  // ...', '}')), [
      'looks-like-snippet',
    ]);
  });

  it('of a file with tabs takes them, or is refused', () => {
    const text = 'all:\n\tcc x.c\n\nclean:\n\trm -f x\n';
    assert.equal(
      after(plan(['**Makefile**', '```make', '# ...', 'clean:', '    rm -f x', '    rm -f y', '```'], { text })),
      text.replace('rm -f x\n', 'rm -f x\n\trm -f y\n'),
    );
    assert.equal(
      after(plan(['**Makefile**', '```make', '# ...', 'clean:', '    rm -f y', '```'], { text })),
      text.replace('rm -f x', 'rm -f y'),
    );
    assert.deepEqual(
      reasons(
        plan(['**Makefile**', '```make', '# ...', 'clean:', '    rm -f y', '```'], { text: `top:\n  # two\n${text}` }),
      ),
      ['indentation'],
    );
  });

  it('with a comment for code that goes is refused, also where it claims to be all', () => {
    assert.deepEqual(
      reasons(
        ts(
          ...TS.trimEnd()
            .replace('  const path = join(name);\n  return path;', '  // same logic as it was')
            .split('\n'),
        ),
      ),
      ['elision'],
    );
    assert.deepEqual(
      reasons(py('    def withdraw(self, amount):', '        self.check(amount)', '        # as it was')),
      ['elision'],
    );
  });
});

describe('a snippet of a small file', () => {
  const text =
    'class Counter {\n  constructor() {\n    this.count = 0;\n  }\n\n  clear() {\n    this.count = 0;\n' +
    '    return this;\n  }\n}\n';
  const js = (...body: string[]): ReturnType<typeof plan> => plan(['**a.js**', '```js', ...body, '```'], { text });

  it('that is indented stands inside of it', () => {
    assert.equal(
      after(js('  clear() {', '    this.count = 1;', '    return this;', '  }')),
      text.replace('0;\n    return', '1;\n    return'),
    );
    assert.deepEqual(reasons(js('  reset() {', '    this.count = 1;', '    return this;', '  }')), [
      'looks-like-snippet',
    ]);
    assert.deepEqual(
      reasons(
        plan(['**a.js**', '```js', '  clear() {', '    this.count = 1;', '    return this;', '  }', '```'], {
          text: text + text,
        }),
      ),
      ['looks-like-snippet'],
    );
  });
});

describe('a snippet with placeholders', () => {
  const SPEC =
    "import { load } from './load';\n\ndescribe('load', () => {\n  beforeEach(() => {\n    start();\n  });\n\n" +
    "  it('loads', () => {\n    expect(load()).toBe(1);\n  });\n});\n";
  const spec = (...body: string[]): ReturnType<typeof plan> =>
    plan(['**a.ts**', '```ts', ...body, '```'], { text: SPEC });
  const fails = ["  it('fails', () => {", '    expect(load(0)).toBe(2);', '  });'];

  it('adds a named call at the end of the block of another', () => {
    assert.equal(
      after(spec("describe('load', () => {", '  // ... existing tests ...', '', ...fails, '});')),
      SPEC.replace('  });\n});', `  });\n\n${fails.join('\n')}\n});`),
    );
    const again = fails.map((line) => line.replace('fails', 'loads'));
    assert.equal(
      after(spec("describe('load', () => {", '  // ...', '', ...again, '});')),
      SPEC.replace('load()).toBe(1)', 'load(0)).toBe(2)'),
    );
    assert.deepEqual(
      reasons(
        spec(
          "describe('load', () => {",
          '  // ...',
          '',
          again[0]?.replaceAll("'", '"') ?? '',
          ...again.slice(1),
          '});',
        ),
      ),
      ['looks-like-snippet'],
    );
    const list = 'const all = f(() => ({\n  one: 1,\n  two: g()\n}));\n';
    assert.deepEqual(
      reasons(
        plan(['**a.ts**', '```ts', 'const all = f(() => ({', '  // ...', "  three('x', 1),", '}));', '```'], {
          text: list,
        }),
      ),
      ['looks-like-snippet'],
    );
  });

  it('goes on behind the end of the blocks that it left open', () => {
    const page =
      "import { Go } from './go';\n\nfunction Page() {\n  return (\n    <div>\n      <p>One</p>\n\n      <Go\n" +
      "        to={1}\n      />\n    </div>\n  );\n}\n\nexport default Page;\n";
    const reply = [
      '**a.tsx**', '```tsx', "import { Go } from './go';", '', 'function Page() {', '  return (', '    <div>',
      '      <p id="a">One</p>', '', '      {/* ... existing code ... */}', '    </div>', '  );', '}', '',
      'export default Page;', '```',
    ];
    assert.equal(after(plan(reply, { text: page })), page.replace('<p>', '<p id="a">'));
    const more = page.replace('export', 'function Other() {\n  return (\n    <div>\n    </div>\n  );\n}\n\nexport');
    const unsure = plan(reply.slice(0, -2).concat('```'), { text: more });
    assert.ok(unsure.files.length === 0 || after(unsure) === more.replace('<p>', '<p id="a">'));
  });
});

describe('a line of a snippet that is like one of the file', () => {
  const near = (text: string, ...body: string[]): ReturnType<typeof plan> =>
    plan(['**a.js**', '```js', '// ...', ...body, '// ...', '```'], { text });

  it('is another call, not a new state of it', () => {
    const text = 'const app = make();\n\napp.use(cors());\napp.listen(3000);\n\nmodule.exports = app;\n';
    assert.deepEqual(reasons(near(text, 'app.use(helmet());', 'app.listen(3000);')), ['looks-like-snippet']);
    assert.deepEqual(reasons(near(text, 'app.use(cors());', 'app.listen(4000, cors);')), ['looks-like-snippet']);
    const list = 'const a = (\n  <ul>\n    <li>One</li>\n    <li>Two</li>\n  </ul>\n);\n';
    const result = near(list, '    <li>Three</li>', '    <li>Two</li>', '  </ul>');
    assert.ok(result.files.length === 0 || after(result).includes('<li>One</li>'));
  });

  it('stays in a method that a placeholder stands in', () => {
    const text =
      'class A {\n  init() {\n    this.first();\n    this.loadUser();\n    this.show();\n  }\n\n  show() {\n' +
      '    this.x = 1;\n    this.y = 2;\n    this.z = 3;\n    this.q = 4;\n  }\n}\n';
    const result = plan(
      [
        '**a.js**', '```js', 'init() {', '  // ... existing code ...', '  this.loadGrades();', '  this.show();', '}',
        '```',
      ],
      { text },
    );
    assert.ok(result.files.length === 0 || after(result).includes('this.loadUser();'));
  });

  it('is a new state of it where it gives a value to the same name, or imports more from the same place', () => {
    const text = "import { a } from './a';\nconst LIMIT = 3;\nstart(LIMIT);\n\nfunction stop() {\n  a();\n}\n";
    assert.equal(after(near(text, 'const LIMIT = 4;', 'start(LIMIT);')), text.replace('= 3', '= 4'));
    const more = plan(['**a.js**', '```js', "import { a, b } from './a';", 'const LIMIT = 3;', '// ...', '```'], {
      text,
    });
    assert.equal(after(more), text.replace('{ a }', '{ a, b }'));
    const other = plan(['**a.js**', '```js', "import { b } from './a';", 'const LIMIT = 3;', '// ...', '```'], {
      text,
    });
    assert.ok(other.files.length === 0 || after(other).includes("import { a } from './a';"));
  });
});
