import assert from 'node:assert/strict';
import { languageIdOf } from '../../../src/core/languageIds.ts';

describe('languageIdOf', () => {
  it("gives VS Code's id for short names, and any other name as it is", () => {
    assert.deepEqual(['ts', 'TSX', 'c#', 'bash', 'python', 'constructor'].map(languageIdOf), [
      'typescript', 'typescriptreact', 'csharp', 'shellscript', 'python', 'constructor',
    ]);
  });
});
