import assert from 'node:assert/strict';
import { History } from '../../../../src/webview/composer/history.ts';

const sent = ['first', 'second'];

describe('History', () => {
  it('walks up from the empty box and down to it again', () => {
    const history = new History();
    assert.equal(history.step(-1, '', sent), 'second');
    assert.equal(history.step(-1, 'second', sent), 'first');
    assert.equal(history.step(-1, 'first', sent), undefined);
    assert.equal(history.step(1, 'first', sent), 'second');
    assert.equal(history.step(1, 'second', sent), '');
    assert.equal(history.step(1, '', sent), undefined);
  });

  it('never touches what the user typed', () => {
    const history = new History();
    assert.equal(history.step(-1, 'mine', sent), undefined);
    history.step(-1, '', sent);
    assert.equal(history.step(-1, 'second, changed', sent), undefined);
  });

  it('does nothing where nothing was sent', () => {
    assert.equal(new History().step(-1, '', []), undefined);
  });
});
