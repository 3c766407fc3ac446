import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeViewMessage } from '../../../src/protocol/decode.ts';
import type { ViewMessage } from '../../../src/protocol/messages.ts';

/** At least one of each type of message: the compiler finds a type that is missing. */
type Samples = { readonly [Type in ViewMessage['type']]: readonly [FieldsOf<Type>, ...FieldsOf<Type>[]] };
type FieldsOf<Type extends string> = WithoutType<ViewMessage & { readonly type: Type }>;
/** Of each message of the union by itself. */
type WithoutType<Message> = Message extends unknown ? Omit<Message, 'type'> : never;

const samples: Samples = {
  ready: [{}],
  stop: [{}],
  newChat: [{}],
  showChats: [{}],
  openChat: [{ id: 'c' }],
  editTurn: [{ turnId: 't', text: 'other words' }],
  copyTurn: [{ turnId: 't' }],
  removeTurn: [{ turnId: 't' }],
  chooseBranch: [{ turnId: 't' }],
  pickFile: [{}],
  openFolder: [{}],
  send: [{ text: 'hi', attachSelection: true }],
  showRequest: [{ text: '', attachSelection: false }],
  copy: [{ code: 'x' }],
  insert: [{ code: 'x' }],
  apply: [{ code: 'x', info: 'ts' }, { code: 'x', info: 'ts', path: 'src/a.ts' }],
  newFile: [{ code: 'x', info: '', path: 'src/a.ts' }],
  runInTerminal: [{ code: 'ls', info: 'sh' }],
  findFiles: [{ paths: ['src/a.ts'] }],
  openFile: [{ path: 'src/a.ts' }, { path: 'src/a.ts', line: 3 }, { path: 'src/a.ts', line: 3, lastLine: 5 }],
  openAttachment: [{ turnId: 't', index: 0 }],
  remedy: [{ turnId: 't', remedy: 'retry' }],
  pinSelection: [{}],
  search: [{ search: 3, words: 'cart' }],
  addContext: [{ choice: 'c' }],
  removeContext: [{ chip: 'c' }],
  openContext: [{ chip: 'c' }],
  dropped: [{ uris: ['file:///w/a.ts'] }],
  run: [{ name: 'edit', words: 'use reduce' }],
};

describe('decodeViewMessage', () => {
  it('takes every message of the protocol, and nothing more of it', () => {
    for (const [type, all] of Object.entries(samples)) {
      for (const fields of all) assert.deepEqual(decodeViewMessage({ type, ...fields, extra: 1 }), { type, ...fields });
    }
  });

  it('refuses what is not one', () => {
    const bad = [
      null, undefined, 1, 'ready',
      [],
      {},
      { type: 'eval' },
      { type: 'send', text: 1, attachSelection: true },
      { type: 'send', text: 'x' },
      { type: 'remedy', turnId: 't', remedy: 'constructor' },
      { type: 'remedy', turnId: 't', remedy: 'rm -rf' },
      { type: 'openAttachment', turnId: 't', index: -1 },
      { type: 'openAttachment', turnId: 't', index: 0.5 },
      { type: 'copy' },
      { type: 'apply', code: 'x' },
      { type: 'apply', code: 'x', info: '', path: '' },
      { type: 'newFile', code: 'x', info: '', path: 'a'.repeat(1000) },
      { type: 'runInTerminal', code: 'ls' },
      { type: 'findFiles', paths: 'a' },
      { type: 'findFiles', paths: [1] },
      { type: 'findFiles', paths: Array.from({ length: 1000 }, () => 'a') },
      { type: 'openFile' },
      { type: 'openFile', path: 'a', line: 0 },
      { type: 'openFile', path: 'a', line: 1.5 },
      { type: 'openFile', path: 'a', line: 1, lastLine: '2' },
      { type: 'search', search: 0.5, words: '' },
      { type: 'search', search: 1, words: 'x'.repeat(201) },
      { type: 'addContext', choice: 1 },
      { type: 'removeContext' },
      { type: 'dropped', uris: 'file:///w/a.ts' },
      { type: 'dropped', uris: [1] },
      { type: 'dropped', uris: Array.from({ length: 101 }, () => 'file:///w/a.ts') },
      { type: 'dropped', uris: ['x'.repeat(4097)] },
      { type: 'run', name: 'rm', words: '' },
      { type: 'run', name: 'toString', words: '' },
      { type: 'run', name: 'edit' },
    ];
    for (const value of bad) assert.equal(decodeViewMessage(value), undefined, JSON.stringify(value));
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), (value) => void decodeViewMessage(value)));
  });
});
