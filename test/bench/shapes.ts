/**
 * Markdown that parsers take more than linear time for, in the chat's renderer in Chromium: at once and in small
 * chunks. Aims: 100,000 characters in under 2 s, no step or layout over 50 ms, ten times the text in under fifteen
 * times the time.
 *   node test/bench/shapes.ts [part of a shape's name]
 */
import { openBenchPage, workedDuring } from '../support/bench/benchPage.ts';
import { launchChromium } from '../support/chromium.ts';
import { heavyShapes } from '../support/markup/heavyShapes.ts';
import type { Shown } from './shapesPage.ts';

const [small, large] = [10_000, 100_000] as const;
const chunk = 20;

/** Milliseconds after which a shape is given up. */
const limit = 10_000;

const aims = { total: 2000, longest: 50, ratio: 15 };

/** Below this many milliseconds a ratio says nothing. */
const tellingRatio = 50;

function inWords(less: Shown, more: Shown): string {
  const ratio = more.total / Math.max(1, less.total);
  const isUneven = more.total > tellingRatio && ratio > aims.ratio;
  const missed = more.total > aims.total || more.longest > aims.longest || isUneven;
  const given = more.part < 1 ? `, given up at ${(100 * more.part).toFixed(0)} %` : '';
  const whole = (figure: number, width: number): string => figure.toFixed(0).padStart(width);
  const figures = `${whole(more.total, 6)} ms, longest ${whole(more.longest, 4)}, times ${whole(ratio, 3)}`;
  return `${missed ? '!' : ' '} ${figures}${given}`;
}

const wanted = process.argv[2] ?? '';
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 350, height: 800 } });
  await openBenchPage(page, ['test/bench/shapesPage.ts']);
  const show = async (name: string, length: number, size: number): Promise<Shown> => {
    const call = `show(${JSON.stringify(name)}, ${length}, ${size}, ${limit})`;
    const { result, worked } = await workedDuring(page, () => page.evaluate<Shown>(call));
    return { ...result, total: worked };
  };
  console.log(`${large} characters of each shape, at once | in chunks of ${chunk} (! where an aim is missed):`);
  await show('prose over many lines', large, chunk);
  for (const name of Object.keys(heavyShapes).filter((one) => one.includes(wanted))) {
    const whole = inWords(await show(name, small, small), await show(name, large, large));
    const streamed = inWords(await show(name, small, chunk), await show(name, large, chunk));
    console.log(`${name.padEnd(34)} ${whole} | ${streamed}`);
  }
} finally {
  await browser.close();
}
