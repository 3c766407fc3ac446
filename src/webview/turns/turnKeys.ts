/**
 * Alt with the up and down arrows goes from message to message, from the composer too and back to it.
 * Returns what ends it.
 */
export function followTurnKeys(): () => void {
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}

function onKey(event: KeyboardEvent): void {
  const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
  if (!altKey || ctrlKey || metaKey || shiftKey || (key !== 'ArrowUp' && key !== 'ArrowDown')) return;
  const turns = [...document.querySelectorAll<HTMLElement>('[data-turn]')];
  const here = turns.findIndex((turn) => turn.contains(document.activeElement));
  const composer = document.querySelector<HTMLElement>('.composer textarea');
  if (here < 0 && key === 'ArrowDown') return;
  event.preventDefault();
  const next = key === 'ArrowUp' ? turns.at(Math.max(0, here < 0 ? turns.length - 1 : here - 1)) : turns[here + 1];
  (next ?? composer)?.focus();
}
