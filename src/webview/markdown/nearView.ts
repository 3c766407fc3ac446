/** How far from the visible part a reply is built already, in CSS pixels. */
const margin = '1500px 0px';

type Listener = (near: boolean) => void;

const listeners = new WeakMap<Element, Listener>();
const far = new WeakSet<Element>();
const observers = new WeakMap<Element, IntersectionObserver>();

/**
 * Tells whether `element` is near what can be seen, now and whenever that changes; returns what ends it. An element counts
 * as far only while the browser skips it, so that taking away its content moves nothing.
 */
export function watchNearness(element: HTMLElement, listener: Listener): () => void {
  const observer = observerIn(element.closest('.log') ?? document.body);
  const onSkipped = (event: Event): void => {
    if (far.has(element) && (event as ContentVisibilityAutoStateChangeEvent).skipped) listener(false);
  };
  const turn = element.closest('.turn');
  turn?.addEventListener('contentvisibilityautostatechange', onSkipped);
  listeners.set(element, listener);
  observer.observe(element);
  return () => {
    observer.unobserve(element);
    turn?.removeEventListener('contentvisibilityautostatechange', onSkipped);
  };
}

/**
 * Has the browser make the box of the turn around `element` anew. It lays out nothing inside what it skips, and so would
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
    if (isIntersecting || !target.checkVisibility({ contentVisibilityAuto: true })) listeners.get(target)?.(isIntersecting);
  }
}
