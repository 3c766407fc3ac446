import assert from 'node:assert/strict';
import { Context } from '../../../../src/app/context/context.ts';
import type { ContextChoice } from '../../../../src/core/context/chips.ts';
import type { ContextRef } from '../../../../src/core/context/refs.ts';
import { FakeContext, FakeContextStore } from '../../../support/fakeContext.ts';

const file = (name: string): ContextRef => ({ kind: 'file', uri: `file:///w/${name}`, path: name });

function contextWith(port: FakeContext, extra: { conversation?: () => string; store?: FakeContextStore } = {}) {
  let ids = 0;
  const context = new Context({
    port,
    store: extra.store ?? new FakeContextStore(),
    conversation: extra.conversation ?? (() => 'c'),
    newId: () => `id${++ids}`,
    countTokens: (text) => text.length,
  });
  return context;
}

describe('Context', () => {
  it('adds a thing once, with its tokens', async () => {
    const context = contextWith(new FakeContext({ 'a.ts': 'let a;' }));
    await context.add(file('a.ts'), file('a.ts'));
    await context.add(file('a.ts'));
    assert.deepEqual(context.chips(), [{ id: 'id1', kind: 'file', label: 'a.ts', detail: 'a.ts', tokens: 6 }]);
    assert.equal(context.holds(file('a.ts')), true);
  });

  it('adds a thing once though it was asked for twice at the same time', async () => {
    const context = contextWith(new FakeContext({ 'a.ts': 'let a;' }));
    await Promise.all([context.add(file('a.ts')), context.add(file('a.ts'))]);
    assert.equal(context.chips().length, 1);
  });

  it('says why something cannot go along, and adds the rest', async () => {
    const context = contextWith(new FakeContext({ 'a.ts': 'let a;' }));
    await context.add(file('logo.png'), file('a.ts'));
    assert.deepEqual(context.chips().map(({ label }) => label), ['a.ts']);
    assert.equal(context.notice, 'logo.png cannot be read.');
    assert.deepEqual(
      [await context.add(file('logo.png')), await context.add(file('a.ts')), await context.choose('none')],
      [false, true, false],
    );
    context.remove('nothing');
    assert.equal(context.notice, '');
  });

  it('reads everything when it is sent, not before', async () => {
    const port = new FakeContext({ 'a.ts': 'old' });
    const context = contextWith(port);
    await context.add(file('a.ts'));
    port.files.set('a.ts', 'new!');
    assert.deepEqual((await context.attachments()).map(({ code }) => code), ['new!']);
    assert.equal(context.chips()[0]?.tokens, 4);
  });

  it('refuses to send what is gone, marks it, and keeps the rest', async () => {
    const port = new FakeContext({ 'a.ts': 'a', 'b.ts': 'b' });
    const context = contextWith(port);
    await context.add(file('a.ts'), file('b.ts'));
    port.files.delete('a.ts');
    await assert.rejects(context.attachments(), { reason: 'notAttached' });
    assert.deepEqual(
      context.chips().map(({ label, problem }) => [label, problem]),
      [
        ['a.ts', 'a.ts cannot be read.'],
        ['b.ts', undefined],
      ],
    );
    assert.equal(context.notice, 'a.ts cannot be read.');
    context.remove(context.chips()[0]!.id);
    assert.deepEqual((await context.attachments()).map(({ code }) => code), ['b']);
  });

  it('keeps a context per conversation', async () => {
    let conversation = 'one';
    const context = contextWith(new FakeContext({ 'a.ts': 'a', 'b.ts': 'b' }), { conversation: () => conversation });
    await context.add(file('a.ts'));
    conversation = 'two';
    assert.deepEqual(context.chips(), []);
    await context.add(file('b.ts'));
    conversation = 'one';
    assert.deepEqual(context.chips().map(({ label }) => label), ['a.ts']);
    context.clear();
    conversation = 'two';
    assert.deepEqual(context.chips().map(({ label }) => label), ['b.ts']);
  });

  it('adds to the conversation it was asked in, though another is in front by then', async () => {
    let conversation = 'one';
    const context = contextWith(new FakeContext({ 'a.ts': 'a' }), { conversation: () => conversation });
    const adding = context.add(file('a.ts'));
    conversation = 'two';
    await adding;
    assert.deepEqual(context.chips(), []);
    conversation = 'one';
    assert.equal(context.chips().length, 1);
  });

  it('adds only what a search has offered', async () => {
    const context = contextWith(new FakeContext({ 'a.ts': 'a' }));
    const found: ContextChoice[] = [];
    await context.search('a', (choices) => found.push(...choices));
    assert.deepEqual(found.map(({ label, detail }) => [label, detail]), [['a.ts', '']]);
    await context.choose('file:///etc/passwd');
    assert.deepEqual(context.chips(), []);
    await context.choose(found[0]!.id);
    assert.deepEqual(context.chips().map(({ label }) => label), ['a.ts']);
  });

  it('tells nothing of a search that another has ended', async () => {
    const port = new FakeContext({ 'a.ts': 'a', 'ab.ts': 'b' });
    const context = contextWith(port);
    const told: string[] = [];
    const first = context.search('a', () => told.push('first'));
    const second = context.search('ab', () => told.push('second'));
    await Promise.all([first, second]);
    assert.deepEqual(told, ['second']);
    assert.equal(port.signals[0]?.aborted, true);
  });

  it('moves pinned code with the edits of its document', async () => {
    const port = new FakeContext({ 'a.ts': 'one two three' });
    const context = contextWith(port);
    const ref = { kind: 'code', uri: 'file:///w/a.ts', path: 'a.ts', start: 4, end: 7 } as const;
    await context.add(ref);
    assert.equal(context.pins('file:///w/a.ts'), true);
    assert.equal(context.pins('file:///w/b.ts'), false);
    port.files.set('a.ts', 'zero one two three');
    context.moved('file:///w/a.ts', [{ offset: 0, removed: 0, added: 5 }]);
    assert.deepEqual((await context.attachments()).map(({ code }) => code), ['two']);
  });

  it('takes no more than 50 things', async () => {
    const names = Array.from({ length: 51 }, (_, index) => `f${index}.ts`);
    const context = contextWith(new FakeContext(Object.fromEntries(names.map((name) => [name, 'x']))));
    await context.add(...names.map(file));
    assert.equal(context.chips().length, 50);
    assert.match(context.notice, /No more than 50/);
  });

  describe('from one window to the next', () => {
    const pinned = (start: number, end: number): ContextRef => ({
      kind: 'code',
      uri: 'file:///w/a.ts',
      path: 'a.ts',
      start,
      end,
    });

    /** Lets one window add things and close, changes what is there, and opens another. */
    async function reopened(files: Record<string, string>, refs: readonly ContextRef[], later: Record<string, string>) {
      const store = new FakeContextStore();
      const first = contextWith(new FakeContext(files), { store });
      await first.add(...refs);
      first.dispose();
      const second = contextWith(new FakeContext(later), { store });
      return { store, second };
    }

    it('keeps what stands beside the draft, and reads it anew', async () => {
      const { second } = await reopened({ 'a.ts': 'old' }, [file('a.ts')], { 'a.ts': 'newer' });
      assert.deepEqual(second.chips().map(({ label, tokens }) => [label, tokens]), [['a.ts', 3]]);
      await second.restore();
      assert.deepEqual(second.chips().map(({ label, tokens }) => [label, tokens]), [['a.ts', 5]]);
      assert.deepEqual((await second.attachments()).map(({ code }) => code), ['newer']);
    });

    it('marks what is gone, and lets it be taken out', async () => {
      const { second } = await reopened({ 'a.ts': 'a', 'b.ts': 'b' }, [file('a.ts'), file('b.ts')], { 'b.ts': 'b' });
      await second.restore();
      assert.deepEqual(
        second.chips().map(({ label, problem }) => [label, problem]),
        [
          ['a.ts', 'a.ts cannot be read.'],
          ['b.ts', undefined],
        ],
      );
      await assert.rejects(second.attachments(), { reason: 'notAttached' });
      second.remove(second.chips()[0]!.id);
      assert.equal((await second.attachments()).length, 1);
    });

    it('finds pinned code again where it went, and says when it is gone', async () => {
      const moved = await reopened({ 'a.ts': 'one\ntwo\n' }, [pinned(4, 7)], { 'a.ts': 'zero\r\none\r\ntwo\r\n' });
      await moved.second.restore();
      assert.deepEqual((await moved.second.attachments()).map(({ code }) => code), ['two']);
      const gone = await reopened({ 'a.ts': 'one\ntwo\n' }, [pinned(4, 7)], { 'a.ts': 'one\ntow\n' });
      await gone.second.restore();
      assert.equal(gone.second.chips()[0]?.problem, 'The pinned code of a.ts is gone.');
    });

    it('forgets what was sent or taken out, and keeps each chat apart', async () => {
      let chat = 'one';
      const store = new FakeContextStore();
      const context = contextWith(new FakeContext({ 'a.ts': 'a' }), { store, conversation: () => chat });
      await context.add(file('a.ts'));
      chat = 'two';
      await context.add(file('a.ts'));
      chat = 'one';
      context.clear();
      context.dispose();
      assert.deepEqual([...store.kept.keys()], ['two']);
    });

    it('leaves out what it cannot make sense of', () => {
      const store = new FakeContextStore();
      store.kept.set('c', [
        { ref: { kind: 'file', uri: 1 } },
        { ref: { kind: 'soul' } },
        7,
        { ref: { kind: 'changes' }, chip: { label: 'Git changes', detail: 'd', tokens: 2 } },
      ]);
      store.kept.set('d', 'nothing');
      assert.deepEqual(contextWith(new FakeContext({}), { store }).chips().map(({ label }) => label), ['Git changes']);
    });
  });
});
