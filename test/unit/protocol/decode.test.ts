import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeViewMessage } from '../../../src/protocol/decode.ts';
import type { ViewMessage } from '../../../src/protocol/messages.ts';

const samples: readonly ViewMessage[] = [
  { type: 'ready' },
  { type: 'stop' },
  { type: 'newChat' },
  { type: 'pickFile' },
  { type: 'openFolder' },
  { type: 'send', text: 'hi', attachSelection: true },
  { type: 'showRequest', text: '', attachSelection: false },
  { type: 'copy', code: 'x' },
  { type: 'insert', code: 'x' },
  { type: 'apply', code: 'x', info: 'ts' },
  { type: 'apply', code: 'x', info: 'ts', path: 'src/a.ts' },
  { type: 'newFile', code: 'x', info: '', path: 'src/a.ts' },
  { type: 'runInTerminal', code: 'ls', info: 'sh' },
  { type: 'findFiles', paths: ['src/a.ts'] },
  { type: 'openFile', path: 'src/a.ts' },
  { type: 'openFile', path: 'src/a.ts', line: 3 },
  { type: 'openFile', path: 'src/a.ts', line: 3, lastLine: 5 },
  { type: 'openAttachment', turnId: 't', index: 0 },
  { type: 'remedy', turnId: 't', remedy: 'retry' },
  { type: 'pinSelection' },
  { type: 'search', search: 3, words: 'cart' },
  { type: 'addContext', choice: 'c' },
  { type: 'removeContext', chip: 'c' },
  { type: 'openContext', chip: 'c' },
  { type: 'dropped', uris: ['file:///w/a.ts'] },
  { type: 'run', name: 'edit', words: 'use reduce' },
];

describe('decodeViewMessage', () => {
  it('takes every message of the protocol, and nothing more of it', () => {
    for (const message of samples) assert.deepEqual(decodeViewMessage({ ...message, extra: 1 }), message);
  });

  it('refuses what is not one', () => {
    const bad = [
      null, undefined, 1, 'ready', [], {}, { type: 'eval' }, { type: 'send', text: 1, attachSelection: true }, { type: 'send', text: 'x' },
      { type: 'remedy', turnId: 't', remedy: 'constructor' }, { type: 'remedy', turnId: 't', remedy: 'rm -rf' },
      { type: 'openAttachment', turnId: 't', index: -1 }, { type: 'openAttachment', turnId: 't', index: 0.5 }, { type: 'copy' },
      { type: 'apply', code: 'x' }, { type: 'apply', code: 'x', info: '', path: '' }, { type: 'newFile', code: 'x', info: '', path: 'a'.repeat(1000) },
      { type: 'runInTerminal', code: 'ls' }, { type: 'findFiles', paths: 'a' }, { type: 'findFiles', paths: [1] },
      { type: 'findFiles', paths: Array.from({ length: 1000 }, () => 'a') }, { type: 'openFile' }, { type: 'openFile', path: 'a', line: 0 },
      { type: 'openFile', path: 'a', line: 1.5 }, { type: 'openFile', path: 'a', line: 1, lastLine: '2' },
      { type: 'search', search: 0.5, words: '' }, { type: 'search', search: 1, words: 'x'.repeat(201) }, { type: 'addContext', choice: 1 },
      { type: 'removeContext' }, { type: 'dropped', uris: 'file:///w/a.ts' }, { type: 'dropped', uris: [1] },
      { type: 'dropped', uris: Array.from({ length: 101 }, () => 'file:///w/a.ts') }, { type: 'dropped', uris: ['x'.repeat(4097)] },
      { type: 'run', name: 'rm', words: '' }, { type: 'run', name: 'toString', words: '' }, { type: 'run', name: 'edit' },
    ];
    for (const value of bad) assert.equal(decodeViewMessage(value), undefined, JSON.stringify(value));
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), (value) => void decodeViewMessage(value)));
  });
});
