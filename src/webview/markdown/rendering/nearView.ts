/**
 * How far from the visible part a reply is built already: a bit before the browser lays it out, which it does at one
 * and a half times the view's height.
 */
const margin = '200% 0px';

type Listener = (near: boolean) => void;

const listeners = new WeakMap<Element, Listener>();
const far = new WeakSet<Element>();
const observers = new WeakMap<Element, IntersectionObserver>();

/**
 * Tells whether the turn around `element` is near what can be seen, now and whenever that changes.
 * Returns what ends it. A turn counts as far only while the browser skips what is in it, so that taking away its
 * content moves nothing.
 */
export function watchNearness(element: HTMLElement, listener: Listener): () => void {
  const turn = element.closest('.turn') ?? element;
  const observer = observerIn(turn.closest('.log') ?? document.body);
  const onSkipped = (event: Event): void => {
    if (far.has(turn) && (event as ContentVisibilityAutoStateChangeEvent).skipped) listener(false);
  };
  turn.addEventListener('contentvisibilityautostatechange', onSkipped);
  listeners.set(turn, listener);
  observer.observe(turn);
  return () => {
    observer.unobserve(turn);
    turn.removeEventListener('contentvisibilityautostatechange', onSkipped);
  };
}

/** Whether `element` is in one of the last turns, which the browser never skips: it is laid out at once. */
export function isAtEnd(element: HTMLElement): boolean {
  return element.closest('.turn:nth-last-child(-n + 3)') !== null;
}

/**
 * Has the browser make the box of the turn around `element` anew. It lays out nothing inside what it skips. So it would
 * keep the last layout, and with that all that was in it, for as long as the turn is far. Only styles are worked out in
 * between: without a layout nothing moves, and the turn keeps the height it is remembered by.
 */
export function renewBox(element: HTMLElement): void {
  const turn = element.closest<HTMLElement>('.turn');
  if (turn === null || turn.contains(document.activeElement)) return;
  turn.classList.add('unboxed');
  // Reading it is what has the box taken away.
  getComputedStyle(turn).getPropertyValue('display');
  turn.classList.remove('unboxed');
}

/** The margin counts from the box that scrolls, so each has an observer of its own. */
function observerIn(box: Element): IntersectionObserver {
  const known = observers.get(box);
  if (known !== undefined) return known;
  const created = new IntersectionObserver(tell, { root: box, rootMargin: margin });
  observers.set(box, created);
  return created;
}

function tell(entries: readonly IntersectionObserverEntry[]): void {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) far.delete(target);
    else far.add(target);
    if (isIntersecting || skips(target)) listeners.get(target)?.(isIntersecting);
  }
}

function skips(turn: Element): boolean {
  return turn.firstElementChild?.checkVisibility({ contentVisibilityAuto: true }) === false;
}
