import fc from 'fast-check';
import { runs } from '../../../support/runs.ts';

/** How often a property is tried; `npm run fuzz` says otherwise, the environment variable FC_SEED makes runs repeat. */
const RUNS = runs(1_000);

/** Checks a property with the number of runs asked for. */
export function holds<T>(property: fc.IProperty<T>): void {
  const seed = process.env['FC_SEED'];
  fc.assert(property, { numRuns: RUNS, ...(seed === undefined ? {} : { seed: Number(seed) }) });
}

/** Texts of few different lines with any line endings, so that equal lines and odd endings are common. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.tuple(
      fc.constantFrom('a', 'b', 'c', '', '  a', '\tb', '}', 'long line'),
      fc.constantFrom('\n', '\r\n', '\n', ''),
    ),
    { maxLength: 14 },
  )
  .map((lines) => lines.map(([text, eol]) => text + eol).join(''));
