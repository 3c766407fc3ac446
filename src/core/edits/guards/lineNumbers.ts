import type { Guard } from './guardedFile.ts';
import { isProse } from '../text/languages.ts';
import type { Reading } from '../formats/proposal.ts';
import { isBlank } from '../text/textLines.ts';

/** The number that tools put in front of a line when they show a file: `12 | code`, `12→code`, or with a tab. */
const NUMBER = /^\s{0,8}(\d{1,6})(?: ?[|│] ?|→|\t)/;
const LOOSE = /^\s{0,8}(\d{1,6}) {2,}(?=\S)/;

function numbersOf(lines: readonly string[], pattern: RegExp): (number | undefined)[] {
  return lines.filter((line) => !isBlank(line)).map((line) => {
    const number = pattern.exec(line)?.[1];
    return number === undefined ? undefined : Number(number);
  });
}

/**
 * Whether all lines are numbered, each with the number behind that of the one before; blank lines may have lost theirs.
 */
function areCounted(lines: readonly string[], pattern: RegExp): boolean {
  const numbers = numbersOf(lines, pattern);
  return (
    numbers.length > 0 &&
    numbers.every((number, i) => number !== undefined && (i === 0 || number > (numbers[i - 1] ?? number)))
  );
}

/**
 * The reading without the numbers in front of its lines; undefined where its old lines have none, or only some new ones
 * have.
 */
export function withoutNumbers(reading: Reading): Reading | undefined {
  if (!areCounted(reading.old, NUMBER)) return undefined;
  const hasNumbers = areCounted(reading.new, NUMBER);
  if (!hasNumbers && numbersOf(reading.new, NUMBER).some((number) => number !== undefined)) return undefined;
  const strip = (lines: readonly string[]): string[] => lines.map((line) => line.replace(NUMBER, ''));
  return { ...reading, old: strip(reading.old), new: hasNumbers ? strip(reading.new) : reading.new };
}

/** Whether new lines of code bear such numbers. */
function isNumbered(lines: readonly string[]): boolean {
  const said = lines.filter((line) => !isBlank(line));
  if (said.some((line) => NUMBER.test(line))) return true;
  return said.some((_, i) => {
    const [first, second] = numbersOf(said.slice(i, i + 2), LOOSE);
    return first !== undefined && second === first + 1;
  });
}

function hasNumber(line: string): boolean {
  return NUMBER.test(line) || LOOSE.test(line);
}

/** Line numbers, as tools show them beside code, in a file that has no such lines itself. */
export const lineNumbers: Guard = {
  reason: 'line-numbers',
  objects: (file, { hunks }) => {
    if (isProse(file.path)) return false;
    const texts = hunks.map(({ text }) => text.split(/\r?\n/));
    if (file.isNew) return texts.some(isNumberedFile);
    return texts.some((lines) => isNumbered(lines)) && !file.has(hasNumber);
  },
};

/** Whether every line of a file that is to be made is numbered, from 1 on. */
function isNumberedFile(text: readonly string[]): boolean {
  const lines = text.filter((line) => !isBlank(line));
  return lines.length > 1 && areCounted(lines, NUMBER) && numbersOf(lines, NUMBER)[0] === 1;
}
