import type { Links } from 'marked';

const label = /\[([^\]\n]{1,200})\]/g;

/** Whether `source` names a label that is not defined yet, but might be further down. */
export function mayResolveLater(source: string, links: Links): boolean {
  return labelsIn(source).some((name) => !Object.hasOwn(links, name));
}

/** Whether `source` names a label that is defined and was not among `before`. */
export function resolvesNow(source: string, before: number, links: Links): boolean {
  const late = new Set(Object.keys(links).slice(before));
  return late.size > 0 && labelsIn(source).some((name) => late.has(name));
}

/** Labels as marked keeps them: lower case, white space as one blank. */
function labelsIn(source: string): string[] {
  if (!source.includes('[')) return [];
  return [...source.matchAll(label)].map(([, name = '']) => name.trim().replace(/\s+/g, ' ').toLowerCase());
}
