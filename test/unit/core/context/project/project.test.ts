import assert from 'node:assert/strict';
import fc from 'fast-check';
import { estimateTokens } from '../../../../../src/core/chat/request/tokens.ts';
import { isProjectQuestion } from '../../../../../src/core/context/project/isProjectQuestion.ts';
import { mapBudget, projectMap, type ProjectFacts } from '../../../../../src/core/context/project/projectMap.ts';
import { ProjectScan } from '../../../../../src/core/context/project/projectScan.ts';
import { questionWords } from '../../../../../src/core/context/project/questionWords.ts';

const declares = (line: string): string | undefined => /\b(?:function|class|def)\s+(\w+)/.exec(line)?.[1];

function scanOf(words: readonly string[], files: Readonly<Record<string, string>>): ProjectScan {
  const scan = new ProjectScan(words, declares);
  for (const [path, text] of Object.entries(files)) scan.add({ path, text });
  return scan;
}

describe('the words of a question about a project', () => {
  it('are names first, then their parts, then plain words', () => {
    assert.deepEqual(questionWords('Where does readAnswer cut the stream?'), [
      'readanswer',
      'read',
      'answer',
      'cut',
      'stream',
    ]);
  });

  it('leave out what every question has', () => {
    assert.deepEqual(questionWords('How does this project work, and where are the files?'), []);
  });

  it('are few, whatever is asked', () => {
    fc.assert(fc.property(fc.string({ maxLength: 2_000 }), (text) => {
      const words = questionWords(text);
      assert.ok(words.length <= 12 && new Set(words).size === words.length);
    }));
  });
});

describe('a question about the project', () => {
  const asks = [
    'What does this project do?',
    'Where is the key attached?',
    'Which file holds the prices?',
    'Give me an overview of the repository.',
  ];
  const others = [
    'What does this function do?',
    'Write a regular expression for dates.',
    'Which line of this file is wrong?',
    'Thanks!',
  ];

  it('is told from one about the code at hand', () => {
    assert.deepEqual(asks.filter((text) => !isProjectQuestion(text)), []);
    assert.deepEqual(others.filter(isProjectQuestion), []);
  });
});

describe('ProjectScan', () => {
  const files = {
    'src/price.ts': 'export function discount(tier) {\n  return tier * 0.1;\n}\n',
    'src/cart.ts':
      "import { discount } from './price.ts';\n\nexport class Cart {\n  total() { return discount(1); }\n}\n",
    'src/app.ts': "import { Cart } from './cart.ts';\nimport './price.ts';\n",
    'README.md': '# Shop\n',
  };

  it('ranks the file that declares a word above those that use it', () => {
    const ranked = scanOf(['discount'], files).ranked(10);
    assert.deepEqual(ranked.map(({ path }) => path), ['src/price.ts', 'src/cart.ts']);
    assert.deepEqual(ranked[0]?.hits, [{ line: 1, text: 'export function discount(tier) {' }]);
  });

  it('counts a rare word more than a common one, and a path that holds it', () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`lib/part${i}.ts`, 'const cart = 1;\n']));
    const ranked = scanOf(['cart', 'tier'], { ...many, ...files }).ranked(2);
    assert.deepEqual(ranked.map(({ path }) => path).sort(), ['src/cart.ts', 'src/price.ts']);
  });

  it('lists what the most imported files declare first', () => {
    assert.deepEqual(scanOf([], files).symbols(1), [{ path: 'src/price.ts', names: ['discount'] }]);
  });
});

describe('the map of a project', () => {
  const facts: ProjectFacts = {
    name: 'shop',
    tree: 'src/\n  cart.ts',
    files: 1,
    manifests: [{ path: 'package.json', text: '{ "name": "shop" }' }],
    readme: { path: 'README.md', text: '# Shop\n' },
    symbols: [{ path: 'src/cart.ts', names: ['Cart'] }],
    words: ['cart'],
    hits: [{ path: 'src/cart.ts', score: 1, hits: [{ line: 3, text: 'export class Cart {' }] }],
    cut: '',
  };

  it('holds everything where there is room', () => {
    const text = projectMap(facts, mapBudget);
    for (const part of [
      'Project shop, 1 file.',
      '  3: export class Cart {',
      'src/\n  cart.ts',
      'src/cart.ts: Cart',
      '{ "name": "shop" }',
      '# Shop',
    ]) {
      assert.ok(text.includes(part), part);
    }
  });

  it('keeps to its budget and says what it left out', () => {
    fc.assert(fc.property(fc.integer({ min: 100, max: 3_000 }), fc.integer({ min: 0, max: 3_000 }), (budget, lines) => {
      const tree = Array.from({ length: lines }, (_, i) => `file${i}.ts`).join('\n');
      const text = projectMap({ ...facts, tree, files: lines }, budget);
      // The notice of what is missing stands outside the count: one short line a section.
      assert.ok(estimateTokens(text).likely <= budget + 60, `${estimateTokens(text).likely} of ${budget}`);
      assert.equal(
        text.includes(`file${lines - 1}.ts`) ||
          lines === 0 ||
          text.includes('more lines') ||
          !text.includes('file0.ts'),
        true,
      );
    }), { numRuns: 50 });
  });
});
