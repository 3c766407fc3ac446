import type { WorkspaceFiles } from './workspace.ts';

// Kept as text in one file, so that no tool changes the line endings, tabs and missing final newlines
// they are here for.

const cart = `export interface Item {
  readonly name: string;
  /** In cents. */
  readonly price: number;
  readonly count: number;
}

/** The sum to pay, in cents. */
export function total(items: readonly Item[], discount = 0): number {
  let sum = 0;
  for (const item of items) {
    sum += item.price * item.count;
  }
  return sum - sum * discount;
}

export function cheapest(items: readonly Item[]): Item {
  return items.reduce((a, b) => (a.price < b.price ? a : b));
}
`;

const words = `"""Counts words."""
from collections import Counter


def count_words(text, top=10):
    words = text.lower().split()
    return Counter(words).most_common(top)


def longest(text):
    best = ""
    for word in text.split():
        if len(word) > len(best):
            best = word
    return best`;

const greet = `package main

import "fmt"

func greet(names []string) {
\tfor i := 0; i < len(names); i++ {
\t\tfmt.Println("Hello, " + names[i])
\t}
}

func main() {
\tgreet([]string{"Ada", "Grace"})
}
`;

const invoice = ['<ul>', '  <li>Tea: 4.20</li>', '  <li>Milk: 1.10</li>', '</ul>', ''].join('\r\n');

/** A few small files to play and test with: spaces and LF, no final newline, tabs, CRLF. */
export const sampleFiles: WorkspaceFiles = {
  'README.md':
    '# Sample\n\nSelect some code, then run a gpt-oss command from the context menu or the Command Palette.\n',
  'src/cart.ts': cart,
  'src/words.py': words,
  'src/greet.go': greet,
  'src/invoice.html': invoice,
};
