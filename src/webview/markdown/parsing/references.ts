import type { Links, Token, Tokens } from 'marked';

const label = /\[([^\]\n]{1,200})\]/g;

/** The reference definitions of a reply, in the order they were met in; the first of a label counts. */
export class Definitions {
  readonly links: Links = {};
  readonly #order = new Map<string, number>();

  /** How many are known. */
  get count(): number {
    return this.#order.size;
  }

  /** Adds the definitions among `tokens`, at any depth. */
  collect(tokens: readonly Token[]): void {
    for (const token of tokens) {
      if (token.type === 'def') this.#add(token as Tokens.Def);
      else if (token.type === 'list') for (const item of (token as Tokens.List).items) this.collect(item.tokens);
      else if (token.type === 'blockquote') this.collect((token as Tokens.Blockquote).tokens);
    }
  }

  /** Whether `source` names a label that is not defined yet, but might be further down. */
  mayResolveLater(source: string): boolean {
    return labelsIn(source).some((name) => !this.#order.has(name));
  }

  /** Whether `source` names a label that was defined when `before` others were known already. */
  resolvesSince(source: string, before: number): boolean {
    if (this.count === before) return false;
    return labelsIn(source).some((name) => (this.#order.get(name) ?? -1) >= before);
  }

  #add({ tag, href, title }: Tokens.Def): void {
    if (this.#order.has(tag)) return;
    this.#order.set(tag, this.count);
    this.links[tag] = { href, title };
  }
}

/** `links` to which a lexer may add its own: it sees both, and `links` stay as they are, without a copy of them all. */
export function layerOver(links: Links): Links {
  const find = (own: Links, label: string | symbol): Links[string] | undefined => {
    if (typeof label !== 'string') return undefined;
    if (Object.hasOwn(own, label)) return own[label];
    return Object.hasOwn(links, label) ? links[label] : undefined;
  };
  return new Proxy<Links>({}, {
    get: find,
    getOwnPropertyDescriptor: (own, label) => {
      const value = find(own, label);
      return value === undefined ? undefined : { value, writable: true, enumerable: true, configurable: true };
    },
  });
}

/** Labels as marked keeps them: lower case, white space as one blank. */
function labelsIn(source: string): string[] {
  if (!source.includes('[')) return [];
  return [...source.matchAll(label)].map(([, name = '']) => name.trim().replace(/\s+/g, ' ').toLowerCase());
}
