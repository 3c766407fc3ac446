import assert from 'node:assert/strict';
import { DisposableStore, Emitter, MutableDisposable, toDisposable } from '../../../src/core/lifetime.ts';

describe('lifetimes', () => {
  const logging = (log: string[], name: string) => toDisposable(() => void log.push(name));

  it('release newest first, once', () => {
    const log: string[] = [];
    const store = new DisposableStore();
    store.add(logging(log, 'a'));
    store.add(logging(log, 'b'));
    store.dispose();
    store.dispose();
    assert.deepEqual(log, ['b', 'a']);
  });

  it('release at once what comes too late', () => {
    const log: string[] = [];
    const store = new DisposableStore();
    store.dispose();
    store.add(logging(log, 'late'));
    assert.deepEqual(log, ['late']);
  });

  it('release the others though one throws', () => {
    const log: string[] = [];
    const store = new DisposableStore();
    store.add(logging(log, 'a'));
    store.add(toDisposable(() => assert.fail('stuck')));
    assert.throws(() => store.dispose(), AggregateError);
    assert.deepEqual(log, ['a']);
  });

  it('replace one by another', () => {
    const log: string[] = [];
    const holder = new MutableDisposable<ReturnType<typeof toDisposable>>();
    holder.value = logging(log, 'a');
    holder.value = logging(log, 'b');
    assert.deepEqual(log, ['a']);
    holder.dispose();
    holder.value = logging(log, 'c');
    assert.deepEqual(log, ['a', 'b', 'c']);
    assert.equal(holder.value, undefined);
  });
});

describe('Emitter', () => {
  it('tells each subscription until it ends', () => {
    const seen: number[] = [];
    const emitter = new Emitter<number>();
    const listener = (value: number): void => void seen.push(value);
    const first = emitter.on(listener);
    emitter.on(listener);
    emitter.fire(1);
    first.dispose();
    emitter.fire(2);
    emitter.dispose();
    emitter.fire(3);
    assert.deepEqual(seen, [1, 1, 2]);
  });
});
