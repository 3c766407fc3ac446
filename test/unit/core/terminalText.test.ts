import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isForTerminal, terminalLine } from '../../../src/core/terminalText.ts';

describe('terminalLine', () => {
  it('gives one command as it is', () => {
    assert.equal(terminalLine('npm install\n', 'bash'), 'npm install');
    assert.equal(terminalLine('  $ npm install', 'console'), 'npm install');
    assert.equal(terminalLine(`if true; then echo 'a b'; fi`, 'sh'), `if true; then echo 'a b'; fi`);
  });

  it('puts lines behind one another, without comments, output and breaks', () => {
    assert.equal(terminalLine('# first\ncd app\n\nnpm ci\n', 'bash'), 'cd app && npm ci');
    assert.equal(terminalLine('cd app\nnpm ci', 'powershell'), 'cd app; npm ci');
    assert.equal(terminalLine('docker run \\\n  -it \\\n  alpine', 'sh'), 'docker run -it alpine');
    assert.equal(terminalLine('$ ls\na.ts\nb.ts\n$ pwd\n/work', 'console'), 'ls && pwd');
  });

  it('gives up where the lines belong together', () => {
    for (const code of [
      'cat <<E\na\nE', 'for f in *; do\n  echo $f\ndone', 'echo "a\nb"', 'f() {\n  ls\n}', 'a |\nb', '# only a comment',
      '',
    ]) {
      assert.equal(terminalLine(code, 'bash'), undefined, code);
    }
  });

  it('never holds what runs or does something by itself', () => {
    const unit = fc.constantFrom(
      'a', ' ', '\n', '\r', '\u0003', '\u001b', '\t', '\u0085', '\u2028', '\u202e', '$ ', '\\', '"', '#', '&',
    );
    fc.assert(
      fc.property(fc.string({ unit }), fc.constantFrom('bash', 'powershell', 'cmd'), (code, language) => {
        assert.doesNotMatch(terminalLine(code, language) ?? '', /[\p{Cc}\u2028\u2029\u202e]/u);
      }),
    );
  });

  it('is for shells, not for what they print', () => {
    for (const language of ['bash', 'sh', 'zsh', 'console', 'powershell', 'cmd', 'shell'])
      assert.ok(isForTerminal(language), language);
    for (const language of ['', 'text', 'output', 'log', 'ts', 'python']) assert.ok(!isForTerminal(language), language);
  });
});
