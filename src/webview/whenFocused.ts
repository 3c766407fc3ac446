/**
 * Does something as soon as the page has the focus: now, or when VS Code gives it the focus. Where the user presses
 * something in the page before, it is not done at all.
 */
export function whenFocused(act: () => void): void {
  if (document.hasFocus()) {
    act();
    return;
  }
  const wait = new AbortController();
  const { signal } = wait;
  const stop = (): void => wait.abort();
  addEventListener('pointerdown', stop, { signal, capture: true });
  addEventListener(
    'focus',
    () => {
      stop();
      act();
    },
    { signal },
  );
}
