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
