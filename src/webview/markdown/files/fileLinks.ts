import {
  describeReference, type FileReference, fileReferenceOfLink, fileReferencesIn, parseFileReference,
} from '../../../core/fileReference.ts';
import { element } from '../../dom.ts';
import type { ReplyActions } from '../actions.ts';

/** Where each link to a file leads; the page itself holds no address that could be followed. */
const targets = new WeakMap<Element, FileReference>();

/** Inside these, running text is not looked through. */
const taken = 'a, code, pre, .deadLink, .fileLink';

/** Makes links of what names an existing file: link addresses, inline code, running text. The rest stays text. */
export function linkFiles(parts: ParentNode, actions: ReplyActions): void {
  for (const link of parts.querySelectorAll<HTMLElement>('.deadLink')) {
    linkTo(link, fileReferenceOfLink(link.title), actions);
  }
  for (const code of parts.querySelectorAll('code')) {
    if (code.closest('a, pre, .deadLink') === null) linkTo(code, parseFileReference(code.textContent), actions);
  }
  for (const text of textsOf(parts)) linkText(text, actions);
}

/** Makes `place` a link to the file once it is known to be there. */
export function linkTo(place: HTMLElement, reference: FileReference | undefined, actions: ReplyActions): void {
  if (reference !== undefined) actions.findFile(reference.path, place, (still) => makeLink(still, reference));
}

function makeLink(place: HTMLElement, reference: FileReference): void {
  targets.set(place, reference);
  place.classList.remove('deadLink');
  place.classList.add('fileLink');
  place.setAttribute('role', 'link');
  place.tabIndex = 0;
  place.title = `Open ${describeReference(reference)}`;
}

/** Has the links to files under `root` open them, by mouse and by keyboard. */
export function openOnPress(root: HTMLElement, actions: ReplyActions): void {
  const open = (event: Event): void => {
    const link = event.target instanceof Element ? event.target.closest('.fileLink') : null;
    const reference = link === null ? undefined : targets.get(link);
    if (reference === undefined) return;
    event.preventDefault();
    actions.openFile(reference);
  };
  root.addEventListener('click', open);
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') open(event);
  });
}

function textsOf(parts: ParentNode): Text[] {
  const walker = document.createTreeWalker(parts, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode() !== null) {
    const text = walker.currentNode as Text;
    if (/[/:]/.test(text.data) && !isTaken(text.parentElement)) texts.push(text);
  }
  return texts;
}

function isTaken(place: Element | null): boolean {
  return place !== null && place.closest(taken) !== null;
}

function linkText(text: Text, actions: ReplyActions): void {
  // From the last one on, so that the places of those before it stay right.
  for (const { index, text: name, reference } of fileReferencesIn(text.data).reverse()) {
    text.splitText(index + name.length);
    const place = element('span', '', text.splitText(index).data);
    text.nextSibling?.replaceWith(place);
    linkTo(place, reference, actions);
  }
}
