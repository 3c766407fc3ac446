import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  applyChange,
  type Change,
  type Conversation,
  emptyConversation,
} from '../../../../src/core/chat/conversation.ts';
import {
  coalesce, entryLine, headerLine, healthOf, JournalReader, linesOf,
} from '../../../../src/core/chat/journal.ts';
import { changes } from '../../../support/chats/changes.ts';

const after = (list: readonly Change[]): Conversation => list.reduce(applyChange, emptyConversation('c'));
const journal = (list: readonly Change[], by = 'w'): string[] => [
  headerLine('c'),
  ...list.map((change, index) => entryLine({ by, n: index + 1, change })),
];
const bytesOf = (lines: readonly string[]): Buffer => Buffer.from(lines.map((line) => `\n${line}\n`).join(''));

function read(text: string): JournalReader {
  const reader = new JournalReader('c');
  reader.read(text);
  return reader;
}

describe('a journal', () => {
  it('reads back as what was written', () => {
    fc.assert(
      fc.property(changes, (list) => {
        const reader = read(journal(list).join('\n'));
        assert.deepEqual(reader.conversation, after(list));
        assert.equal(healthOf(reader), 'good');
      }),
    );
  });

  it('torn at any byte reads back as a beginning of it, and what is appended then is whole', () => {
    const more: Change = { type: 'renamed', title: 'after the tear' };
    fc.assert(
      fc.property(changes, fc.nat(), (list, where) => {
        const bytes = bytesOf(journal(list));
        const torn = bytes.subarray(0, where % (bytes.length + 1));
        const beginnings = list.map((_, index) => after(list.slice(0, index))).concat(after(list));
        const reader = read(torn.toString());
        assert.ok(beginnings.some((one) => isSame(one, reader.conversation)));
        assert.notEqual(healthOf(reader), 'damaged');
        const next = Buffer.concat([torn, bytesOf([entryLine({ by: 'other', n: 1, change: more })])]);
        assert.equal(read(next.toString()).conversation.title, 'after the tear');
      }),
    );
  });

  it('reads the same in pieces as at once', () => {
    fc.assert(
      fc.property(changes, fc.nat(), (list, where) => {
        const lines = journal(list);
        const cut = where % (lines.length + 1);
        const reader = new JournalReader('c');
        const brought = [...reader.read(lines.slice(0, cut).join('\n')), ...reader.read(lines.slice(cut).join('\n'))];
        assert.deepEqual(brought, list);
        assert.deepEqual(reader.conversation, after(list));
      }),
    );
  });

  it('counts a line that is there twice once, wherever it stands', () => {
    fc.assert(
      fc.property(changes, fc.nat(), (list, where) => {
        const lines = journal(list);
        const from = where % lines.length;
        assert.deepEqual(read([...lines, ...lines.slice(from)].join('\n')).conversation, after(list));
      }),
    );
  });

  it('written anew is the same, also for what is appended later or was brought along', () => {
    fc.assert(
      fc.property(changes, fc.nat(), (list, where) => {
        const lines = journal(list);
        const cut = where % (lines.length + 1);
        const reader = read(lines.slice(0, cut).join('\n'));
        const anew = linesOf(reader.conversation, reader.contains);
        const late = lines.slice(Math.max(0, cut - 3));
        assert.deepEqual(read([...anew, ...late].join('\n')).conversation, after(list));
      }),
    );
  });

  it('is read whatever stands in it', () => {
    const lines = fc.array(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.json(),
        changes.map((list) => journal(list).join('\n')),
      ),
    );
    fc.assert(fc.property(lines, (list) => void healthOf(read(list.join('\n')))));
  });

  it('tells damage from a line that broke off and from a later version', () => {
    const whole = journal([{ type: 'pinned', pinned: true }]).join('\n');
    assert.equal(healthOf(read(whole)), 'good');
    assert.equal(healthOf(read(`${whole}\n{"by":"w","n":2,"chan`)), 'good');
    assert.equal(healthOf(read(`${whole}\n\0\0\0\0`)), 'damaged');
    assert.equal(healthOf(read(whole.slice(20))), 'damaged');
    assert.equal(healthOf(read(`${whole}\n{"by":"w","n":2,"change":{"type":"sung"}}`)), 'newer');
    assert.equal(healthOf(read(whole.replace('"version":1', '"version":2'))), 'newer');
    assert.equal(healthOf(read('\n{"chat":"c","vers')), 'empty');
  });

  it('makes one line of the pieces of a text', () => {
    const waiting: Change[] = [];
    const piece = (text: string, id = 'a'): Change => ({ type: 'answerAppended', id, text });
    for (const change of [piece('one '), piece('two'), piece('x', 'b'), piece('y', 'a')]) coalesce(waiting, change);
    assert.deepEqual(waiting, [piece('one two'), piece('x', 'b'), piece('y', 'a')]);
    fc.assert(
      fc.property(changes, (list) => {
        const fewer: Change[] = [];
        for (const change of list) coalesce(fewer, change);
        assert.deepEqual(after(fewer), after(list));
      }),
    );
  });
});

function isSame(a: Conversation, b: Conversation): boolean {
  try {
    assert.deepEqual(a, b);
    return true;
  } catch {
    return false;
  }
}
