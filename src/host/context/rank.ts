import fuzzysort from 'fuzzysort';
import type { ContextOffer } from '../../core/context/refs.ts';

/** How much a match in the detail, a folder's path, counts beside one in the label. */
const detailWeight = 0.7;

/** Scores below this are no match worth showing; 1 is the same text. */
const lowestScore = 0.25;

/** What fits the words, best first: by the label, by the detail, or by both in one, as in `src/cart`. */
export function rank(words: string, offers: readonly ContextOffer[], most: number): ContextOffer[] {
  if (words.trim() === '') return offers.slice(0, most);
  const results = fuzzysort.go(words, [...offers], {
    keys: ['label', 'detail', ({ label, detail }) => `${detail}/${label}`],
    limit: most,
    threshold: lowestScore,
    scoreFn: ([label, detail, both]) =>
      Math.max(label?.score ?? 0, detailWeight * (detail?.score ?? 0), detailWeight * (both?.score ?? 0)),
  });
  return results.map(({ obj }) => obj);
}
