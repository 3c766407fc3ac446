import DOMPurify, { type Config } from 'dompurify';
import { safeHref } from './links.ts';

const config = {
  ALLOWED_TAGS: [
    'a', 'blockquote', 'br', 'code', 'del', 'div', 'em', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'li', 'ol', 'p',
    'pre', 'span', 'strong', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul',
  ],
  ALLOWED_ATTR: ['aria-hidden', 'class', 'href', 'start', 'title'],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
} as const satisfies Config;

let purify: ReturnType<typeof DOMPurify> | undefined;

/** The last gate before the page: whatever the renderer wrote, only text markup and followable links remain. */
export function sanitize(html: string): DocumentFragment {
  purify ??= createPurify();
  return purify.sanitize(html, config as Config & { RETURN_DOM_FRAGMENT: true });
}

function createPurify(): ReturnType<typeof DOMPurify> {
  const created = DOMPurify(window);
  created.addHook('uponSanitizeAttribute', (_node, attribute) => {
    if (attribute.attrName === 'href' && safeHref(attribute.attrValue) === undefined) attribute.keepAttr = false;
  });
  return created;
}
