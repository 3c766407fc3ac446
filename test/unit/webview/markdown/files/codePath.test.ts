import assert from 'node:assert/strict';
import { pathOfCode } from '../../../../../src/webview/markdown/files/codePath.ts';

describe('pathOfCode', () => {
  it('reads the path behind the language', () => {
    for (const info of ['ts src/a.ts', 'ts:src/a.ts', 'ts title="src/a.ts"', 'src/a.ts'])
      assert.equal(pathOfCode(info, '', ''), 'src/a.ts', info);
    assert.equal(pathOfCode('ts', '', ''), undefined);
  });

  it('reads the words before the block, and the first comment in it', () => {
    assert.equal(pathOfCode('ts', 'Some words.\n\nIn `src/a.ts`:\n\n', ''), 'src/a.ts');
    assert.equal(pathOfCode('ts', '### src/a.ts\n', ''), 'src/a.ts');
    assert.equal(pathOfCode('ts', 'Words.', '// src/a.ts\nlet x;'), 'src/a.ts');
    assert.equal(pathOfCode('ts', 'Copy `a.ts` to `b.ts`:', 'let x;'), undefined);
  });

  it('takes commands for no file that a sentence names', () => {
    assert.equal(pathOfCode('sh', 'Run `src/build.ts`:', 'node src/build.ts'), undefined);
    assert.equal(pathOfCode('bash scripts/run.sh', '', ''), 'scripts/run.sh');
  });
});
