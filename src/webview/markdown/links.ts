/**
 * Which links of a reply can be followed. A reply is untrusted: only addresses that VS Code opens
 * after its own confirmation pass; `command:`, `javascript:`, `data:`, `file:` and relative ones do not.
 */
const allowed = new Set(['http:', 'https:', 'mailto:']);

/** The address to put on a link, normalised; `undefined` where the words must stand alone. */
export function safeHref(href: string): string | undefined {
  try {
    const url = new URL(href.trim());
    return allowed.has(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}
