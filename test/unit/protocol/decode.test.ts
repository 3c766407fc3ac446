import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeViewMessage } from '../../../src/protocol/decode.ts';
import type { ViewMessage } from '../../../src/protocol/messages.ts';

/** At least one of each type of message: the compiler finds a type that is missing. */
type Samples = { readonly [Type in ViewMessage['type']]: readonly [Message<Type>, ...Message<Type>[]] };
type Message<Type> = ViewMessage & { readonly type: Type };

const samples: Samples = {
  ready: [{ type: 'ready' }],
  stop: [{ type: 'stop' }],
  newChat: [{ type: 'newChat' }],
  showChats: [{ type: 'showChats' }],
  openChat: [{ type: 'openChat', id: 'c' }],
  editTurn: [{ type: 'editTurn', turnId: 't', text: 'other words' }],
  copyTurn: [{ type: 'copyTurn', turnId: 't' }],
  removeTurn: [{ type: 'removeTurn', turnId: 't' }],
  chooseBranch: [{ type: 'chooseBranch', turnId: 't' }],
  pickFile: [{ type: 'pickFile' }],
  openFolder: [{ type: 'openFolder' }],
  send: [{ type: 'send', text: 'hi', attachSelection: true }],
  showRequest: [{ type: 'showRequest', text: '', attachSelection: false }],
  copy: [{ type: 'copy', code: 'x' }],
  insert: [{ type: 'insert', code: 'x' }],
  apply: [{ type: 'apply', code: 'x', info: 'ts' }, { type: 'apply', code: 'x', info: 'ts', path: 'src/a.ts' }],
  newFile: [{ type: 'newFile', code: 'x', info: '', path: 'src/a.ts' }],
  runInTerminal: [{ type: 'runInTerminal', code: 'ls', info: 'sh' }],
  findFiles: [{ type: 'findFiles', paths: ['src/a.ts'] }],
  openFile: [
    { type: 'openFile', path: 'src/a.ts' },
    { type: 'openFile', path: 'src/a.ts', line: 3 },
    { type: 'openFile', path: 'src/a.ts', line: 3, lastLine: 5 },
  ],
  openAttachment: [{ type: 'openAttachment', turnId: 't', index: 0 }],
  remedy: [{ type: 'remedy', turnId: 't', remedy: 'retry' }],
  pinSelection: [{ type: 'pinSelection' }],
  search: [{ type: 'search', search: 3, words: 'cart' }],
  addContext: [{ type: 'addContext', choice: 'c' }],
  removeContext: [{ type: 'removeContext', chip: 'c' }],
  openContext: [{ type: 'openContext', chip: 'c' }],
  dropped: [{ type: 'dropped', uris: ['file:///w/a.ts'] }],
  run: [{ type: 'run', name: 'edit', words: 'use reduce' }],
};

describe('decodeViewMessage', () => {
  it('takes every message of the protocol, and nothing more of it', () => {
    for (const message of Object.values(samples).flat()) {
      assert.deepEqual(decodeViewMessage({ ...message, extra: 1 }), message);
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
