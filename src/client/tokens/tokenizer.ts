/**
 * The model's tokenizer: 2.7 MB that take some 200 ms to load, so it is a bundle of its own
 * that `tokenCounter.ts` loads when an exact count matters.
 */
import { countTokens } from 'gpt-tokenizer/encoding/o200k_harmony';

/** A file that talks about harmony is text like any other: without this, its markers make the tokenizer throw. */
const asText = { disallowedSpecial: new Set<string>() };

export function tokensIn(text: string): number {
  return countTokens(text, asText);
}
