import assert from 'node:assert/strict';
import {
  assigned, declared, firstWord, hasDefiningWord, headName, importedFrom, isAttached, isImport, withoutKinds, wordOf,
} from '../../../../../src/core/edits/outline/declarations.ts';
import {
  attachedFrom, definitionAt, isDeclared, isNewHead,
} from '../../../../../src/core/edits/outline/definitions.ts';
import { FileIndex } from '../../../../../src/core/edits/text/fileIndex.ts';

describe('what a line declares', () => {
  const names: Readonly<Record<string, Readonly<Record<string, string | undefined>>>> = {
    'a.ts': {
      'export default class Store<T> {': 'class Store',
      'export async function load(path: string) {': 'function load',
      'export const rate = 1;': 'value rate',
      '  private get size(): number {': 'method get size',
      '  async run(job) {': 'method  run',
      '  run(job);': undefined,
      'if (a) {': undefined,
      'describe(\'a\', () => {': undefined,
      '// class Store {': undefined,
      'return run(job) {': undefined,
    },
    'a.py': {
      'class A(B):': 'class A',
      '    async def run(self):': 'def run',
      'x = 1': undefined,
      '# def a():': undefined,
    },
    'a.rb': {
      'class Shop::Store < Base': 'class Shop::Store',
      'module Shop': 'module Shop',
      'def self.open(path)': 'def self.open',
      'def empty?': 'def empty?',
      'items.each do |item|': undefined,
    },
    'a.cs': {
      'public class Store : IStore<Order>': 'class Store',
      'public override Order Get(string id)': 'method  Get',
      'var x = Get(1);': 'value x',
      'orders.Add(order);': undefined,
      '[Obsolete]': undefined,
    },
    'a.cpp': {
      'int Pool::run(int job)': 'method  Pool::run',
      'Pool::Pool(int n) {': 'method  Pool::Pool',
      'Pool::make(1)': undefined,
      '#define f(x) {': undefined,
      'namespace util {': 'namespace util',
    },
    'a.go': {
      'func (s *Server) Run() error {': 'func Server.Run',
      'type Server struct {': 'value Server',
      'func main() {': 'func main',
    },
    'a.rs': {
      'pub(crate) fn run<T>(job: T) -> u8 {': 'fn run',
      'impl Store {': 'impl Store',
      'Store::new(1)': undefined,
    },
    'a.css': {
      '.a,  .b:hover {': 'rule .a, .b:hover',
      '#main {': 'rule #main',
      '@media print {': undefined,
      'color: red;': undefined,
    },
  };
  for (const [path, lines] of Object.entries(names)) {
    it(`in ${path}`, () => {
      for (const [line, name] of Object.entries(lines)) assert.equal(headName(line, path), name, line);
    });
  }

  it('is found by the word that stands where it is used', () => {
    const words = ['class Shop::Store', 'func Server.Run', 'method get size', 'def empty?', 'rule .a, .b'].map(wordOf);
    assert.deepEqual(words, ['Store', 'Run', 'size', 'empty?', '.a, .b']);
  });

  it('may have a word that defines something without a name', () => {
    assert.ok(hasDefiningWord('export default function () {'));
    assert.ok(!hasDefiningWord('const record = {'));
    assert.equal(withoutKinds('  export async function load(a)'), 'load(a)');
    assert.equal(withoutKinds('public static class A'), 'A');
    assert.equal(withoutKinds('functional(a)'), 'functional(a)');
  });

  it('is what it gives a value to', () => {
    assert.equal(assigned('  const a: number = 1;'), 'const a: number =');
    assert.equal(assigned('key:  1'), 'key:');
    assert.equal(assigned('"a b": 1'), '"a b":');
    assert.equal(assigned('this.a  = 1'), 'this.a =');
    for (const line of ['a == b', 'a => b', 'A::b', 'run(a)', 'return a'])
      assert.equal(assigned(line), undefined, line);
  });

  it('is the word before a bracket, an equals sign or a colon', () => {
    const words = ['const a = 1', 'run(a)', 'size: number', 'class A<T> {', 'import { a }', 'if (a)', 'a'].map(
      declared,
    );
    assert.deepEqual(words, ['a', 'run', 'size', 'A', undefined, undefined, undefined]);
    assert.deepEqual(['  return b', '(!x)', '}'].map(firstWord), ['return', 'x', undefined]);
  });

  it('comes from another file', () => {
    const imports = [
      "import a from 'b';", 'from os import path', '#include <a>', 'using System;', "const a = require('a')",
    ];
    for (const line of imports) assert.ok(isImport(line), line);
    assert.ok(!isImport('const a = 1;'));
    const from = [
      "import { a } from './b.ts';", 'from os.path import join', "export * from 'c'", "import 'd'", 'a',
    ].map(importedFrom);
    assert.deepEqual(from, ['./b.ts', 'os.path', 'c', undefined, undefined]);
  });
});

describe('what a file defines', () => {
  const file = ['// One.', '@a', 'def one():', '  x = 1', '', 'def two():', '  y(1)', 'def two():', '  z'];
  const index = new FileIndex(`${file.join('\n')}\n`);
  const all = { start: 0, end: file.length };

  it('is found where it is defined once', () => {
    assert.equal(definitionAt(index, 'def one(a):', 'a.py', all), 2);
    assert.equal(definitionAt(index, 'def one(a):', 'a.py', { start: 3, end: 9 }), undefined);
    assert.equal(definitionAt(index, 'def two(a):', 'a.py', all), undefined);
    assert.equal(definitionAt(index, 'def two(a):', 'a.py', { start: 6, end: 9 }), 7);
    assert.equal(definitionAt(index, 'one()', 'a.py', all), undefined);
  });

  it('has its comments and decorators above it', () => {
    assert.equal(attachedFrom(file, 2), 0);
    assert.equal(attachedFrom(file, 5), 5);
    assert.deepEqual(['@a', '# a', '#[test]', '[Fact]', '#include <a>', 'a'].map(isAttached), [
      true, true, true, true, false, false,
    ]);
  });

  it('is not new, and what it does not define is', () => {
    assert.ok(isNewHead(index, ['def three():', '  a'], 0, 'a.py'));
    assert.ok(!isNewHead(index, ['def two(a):', '  a'], 0, 'a.py'));
    assert.ok(!isNewHead(index, ['def three():', 'a'], 0, 'a.py'));
    assert.ok(!isNewHead(index, ['three()', '  a'], 0, 'a.py'));
  });

  it('is declared by any of its lines, but not by a call', () => {
    assert.ok(isDeclared(index, 'a.py', 'x = 2'));
    assert.ok(isDeclared(index, 'a.py', 'def one(a):'));
    assert.ok(!isDeclared(index, 'a.py', 'w = 1'));
    assert.ok(!isDeclared(index, 'a.py', 'y(2)'));
  });
});
