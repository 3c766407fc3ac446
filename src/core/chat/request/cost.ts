import type { Usage } from '../messages.ts';

/** US dollars per million tokens. */
export interface Prices {
  readonly input: number;
  readonly output: number;
}

/** What a reply cost in US dollars. */
export function costOf(usage: Usage, prices: Prices): number {
  return (usage.promptTokens * prices.input + usage.completionTokens * prices.output) / 1_000_000;
}

/** What two requests for one reply took together. */
export function addUsage(first: Usage | undefined, second: Usage | undefined): Usage | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return {
    promptTokens: first.promptTokens + second.promptTokens,
    completionTokens: first.completionTokens + second.completionTokens,
    totalTokens: first.totalTokens + second.totalTokens,
  };
}

/** A cost as shown: dollars with as many places as it takes to see it, e.g. `$0.00024`. */
export function formatCost(dollars: number): string {
  if (dollars === 0) return '$0';
  if (dollars >= 0.1) return `$${dollars.toFixed(2)}`;
  const places = Math.min(8, 1 - Math.floor(Math.log10(dollars)));
  return `$${dollars.toFixed(places)}`;
}

/** A token count as shown, e.g. `1,234 tokens`. */
export function formatTokens(count: number): string {
  return `${withCommas(count)} ${count === 1 ? 'token' : 'tokens'}`;
}

/**
 * A whole number with commas. The platform's own way takes a fiftieth of a second to set itself up: too long for a page
 * that opens.
 */
function withCommas(count: number): string {
  return `${Math.round(count)}`.replace(/\B(?=(?:\d{3})+$)/g, ',');
}
