/** A new element with children; text goes in as text. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className = '',
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const created = document.createElement(name);
  if (className !== '') created.className = className;
  created.append(...children);
  return created;
}

/** A button that shows one codicon and says what it does. */
export function iconButton(icon: string, label: string, press: () => void): HTMLButtonElement {
  const button = element('button', `iconButton codicon codicon-${icon}`);
  button.type = 'button';
  button.title = label;
  button.setAttribute('aria-label', label);
  button.addEventListener('click', press);
  return button;
}

/** Buttons in a row that Tab reaches as one: the arrow keys, Home and End go from one to the next. */
export function toolbar(label: string, buttons: readonly HTMLButtonElement[]): HTMLElement {
  const bar = element('span', 'toolbar', ...buttons);
  bar.setAttribute('role', 'toolbar');
  bar.setAttribute('aria-label', label);
  buttons.forEach((button, index) => (button.tabIndex = index === 0 ? 0 : -1));
  bar.addEventListener('keydown', (event) => {
    const at = buttons.findIndex((button) => button === event.target);
    const next = at < 0 ? undefined : buttons[nextIndex(event.key, at, buttons.length)];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  });
  bar.addEventListener('focusin', ({ target }) => {
    for (const button of buttons) button.tabIndex = button === target ? 0 : -1;
  });
  return bar;
}

function nextIndex(key: string, at: number, count: number): number {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % count;
    case 'ArrowLeft':
      return (at + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return -1;
  }
}
