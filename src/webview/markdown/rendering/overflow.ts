let observer: ResizeObserver | undefined;

/** Lets a box be reached and scrolled by keyboard while, and only while, it scrolls sideways. */
export function watchOverflow(box: HTMLElement): void {
  observer ??= new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolled = target.closest<HTMLElement>('pre, .tableBox');
      if (scrolled !== null) update(scrolled);
    }
  });
  observer.observe(box);
  // The box keeps its width when its content grows, so that is watched too.
  if (box.firstElementChild !== null) observer.observe(box.firstElementChild);
}

function update(box: HTMLElement): void {
  const overflows = box.scrollWidth > box.clientWidth;
  if (overflows === box.hasAttribute('tabindex')) return;
  if (overflows) {
    box.tabIndex = 0;
    box.setAttribute('role', 'group');
  } else {
    box.removeAttribute('tabindex');
    box.removeAttribute('role');
  }
}
