import type { TokenCounter } from '../../app/ports.ts';
import { cutText } from '../failures/cutText.ts';

export interface TokenizerModule {
  readonly tokensIn: (text: string) => number;
}

/** Work between two pauses in which the editor gets its turn, in milliseconds. */
const stint = 10;

/** The build makes this module a file of its own, loaded here and nowhere else. */
const loadTokenizer = (): Promise<TokenizerModule> => import('./tokenizer.ts');

/** Counts with the model's own tokenizer, which is loaded with the first text. */
export function createTokenCounter(load = loadTokenizer, now: () => number = () => performance.now()): TokenCounter {
  let tokenizer: Promise<TokenizerModule> | undefined;
  return {
    count: async (text, limit) => {
      tokenizer ??= load();
      return countIn(await tokenizer, text, limit, now);
    },
  };
}

async function countIn({ tokensIn }: TokenizerModule, text: string, limit: number, now: () => number): Promise<number> {
  let tokens = 0;
  let read = 0;
  let began = now();
  for (const piece of cutText(text)) {
    tokens += tokensIn(piece);
    read += piece.length;
    if (tokens > limit) return Math.ceil((tokens * text.length) / read);
    if (now() - began > stint) {
      await pause();
      began = now();
    }
  }
  return tokens;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
