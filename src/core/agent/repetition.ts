/** A call that was carried out, as far as loops are told by it. */
export interface Deed {
  /** Tool and arguments, in one spelling. */
  readonly call: string;
  readonly result: string;
  readonly failed: boolean;
}

export interface Repetition {
  readonly verdict: 'warn' | 'end';
  /** What repeats, in words for the model and the user. */
  readonly what: string;
}

/** So often in a row the same is done before the model is told, and before the run ends. */
const warnAt = 3;
const endAt = 5;

/** Longest pattern of calls that counts as a loop when it repeats: pairs that alternate, and threes. */
const longestPattern = 3;

/**
 * Whether the last deeds go round in a circle: the same call, the same few calls in turn, or different calls that fail
 * in the very same way. A call whose result changes, such as one that polls, is no repetition.
 */
export function repetitionIn(deeds: readonly Deed[]): Repetition | undefined {
  const keys = deeds.map(({ call, result }) => `${call}\n${result}`);
  for (let length = 1; length <= longestPattern; length++) {
    const times = repeats(keys, length);
    const what = length === 1 ? 'the same call with the same result' : `the same ${length} calls in turn`;
    if (times >= warnAt) return verdictOf(times, what);
  }
  const errors = deeds.map(({ result, failed }, index) => (failed ? result : `done ${index}`));
  const times = repeats(errors, 1);
  return times >= warnAt ? verdictOf(times, 'the same error') : undefined;
}

/** How often the last `length` entries stand in a row at the end. */
function repeats(entries: readonly string[], length: number): number {
  let same = 0;
  for (let at = entries.length - 1 - length; at >= 0 && entries[at] === entries[at + length]; at--) same++;
  const pattern = entries.slice(-length);
  const isOne = length > 1 && pattern.every((entry) => entry === pattern[0]);
  return entries.length < length || isOne ? 0 : 1 + Math.floor(same / length);
}

function verdictOf(times: number, what: string): Repetition {
  return { verdict: times >= endAt ? 'end' : 'warn', what: `${what}, ${times} times` };
}
