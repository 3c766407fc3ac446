import assert from 'node:assert/strict';
import { placeOf, shortPlaceOf } from '../../../../src/core/chat/place.ts';

describe('placeOf', () => {
  const lines = { path: 'src/a.ts', firstLine: 3, lastLine: 5, origin: 'selection' } as const;

  it('names lines, files and folders', () => {
    assert.equal(placeOf(lines), 'src/a.ts:3-5');
    assert.equal(shortPlaceOf({ ...lines, lastLine: 3 }), 'a.ts:3');
    assert.equal(placeOf({ ...lines, origin: 'file' }), 'src/a.ts');
    assert.equal(shortPlaceOf({ ...lines, path: 'src/lib', origin: 'folder' }), 'lib/');
  });

  it('names what is no part of a file', () => {
    assert.equal(placeOf({ ...lines, origin: 'problems' }), 'Problems in src/a.ts');
    assert.equal(placeOf({ ...lines, path: '', origin: 'problems' }), 'Problems');
    assert.equal(placeOf({ ...lines, path: '', origin: 'changes' }), 'Git changes');
    assert.equal(shortPlaceOf({ ...lines, path: 'bash', origin: 'terminal' }), 'Terminal bash');
  });
});
