import assert from 'node:assert/strict';
import { Suggestions, type SuggestionView } from '../../../../src/webview/composer/suggestions.ts';

const choice = (label: string, detail = '') => ({ id: `id-${label}`, kind: 'file', label, detail }) as const;

function open() {
  const searches: string[] = [];
  const picked: string[] = [];
  const shown: { view: SuggestionView | undefined } = { view: undefined };
  const suggestions = new Suggestions({
    search: (_search, words) => searches.push(words),
    show: (view) => (shown.view = view),
    pick: ({ id }, { start, end }) => picked.push(`${id} at ${start} to ${end}`),
  });
  return { suggestions, searches, picked, shown };
}

describe('Suggestions', () => {
  it('asks with every word typed and shows the answer to the last', () => {
    const { suggestions, searches, shown } = open();
    suggestions.follow('@', 1);
    suggestions.follow('@c', 2);
    assert.deepEqual(searches, ['', 'c']);
    suggestions.receive(1, [choice('old.ts')]);
    assert.deepEqual(shown.view?.entries, []);
    assert.equal(shown.view.waiting, true);
    suggestions.receive(2, [choice('cart.ts')]);
    assert.deepEqual(shown.view.entries.map(({ label, text }) => [label, text]), [['cart.ts', '@cart.ts ']]);
  });

  it('goes round with the arrow keys, and takes the entry meant', () => {
    const { suggestions, picked, shown } = open();
    suggestions.follow('see @c', 6);
    suggestions.receive(1, [choice('a'), choice('b'), choice('c')]);
    assert.equal(suggestions.key('ArrowUp'), true);
    assert.equal(shown.view?.active, 2);
    suggestions.key('ArrowDown');
    suggestions.key('ArrowDown');
    assert.equal(suggestions.key('Enter'), true);
    assert.deepEqual(picked, ['id-b at 4 to 6']);
    assert.equal(shown.view, undefined);
  });

  it('keeps the entry the user moved to when the list grows', () => {
    const { suggestions, shown } = open();
    suggestions.follow('@', 1);
    suggestions.receive(1, [choice('a'), choice('b')]);
    suggestions.key('ArrowDown');
    suggestions.receive(1, [choice('z'), choice('a'), choice('b')]);
    assert.equal(shown.view?.active, 2);
  });

  it('stays closed after Escape until another sign is typed', () => {
    const { suggestions, shown } = open();
    suggestions.follow('@', 1);
    assert.equal(suggestions.key('Escape'), true);
    suggestions.follow('@c', 2);
    assert.equal(shown.view, undefined);
    assert.equal(suggestions.key('Enter'), false);
    suggestions.follow('@c @', 4);
    assert.ok(shown.view);
  });

  it('leaves the keys alone where nothing was found', () => {
    const { suggestions } = open();
    suggestions.follow('@zzz', 4);
    suggestions.receive(1, []);
    for (const key of ['Enter', 'Tab', 'ArrowDown', 'a']) assert.equal(suggestions.key(key), false, key);
  });

  it('lists commands without asking, and only those that fit', () => {
    const { suggestions, searches, shown } = open();
    suggestions.follow('/e', 2);
    assert.deepEqual(searches, []);
    assert.deepEqual(shown.view?.entries.map(({ label }) => label), ['/explain', '/edit']);
    suggestions.follow('/ez', 3);
    assert.equal(shown.view, undefined);
  });
});
