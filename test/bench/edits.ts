/**
 * Planning time by size of file and number of hunks, and against jsdiff's applyPatch. Run: `node test/bench/edits.ts`.
 */
import { applyPatch } from 'diff';
import { planEdits } from '../../src/core/edits/planEdits.ts';
import { writeSearchReplace, writeUnified, writeV4a, type Change, type Task } from '../unit/core/edits/writers.ts';

const SIZES = [1_000, 10_000, 100_000];
const HUNKS = [1, 10, 100, 1_000];
const ROUNDS = 7;

/** A file like code: most lines differ, every fourth is a bracket or blank. */
function taskOf(size: number, hunks: number): Task {
  const lines = Array.from({ length: size }, (_, i) =>
    i % 8 === 3 ? '  }' : i % 8 === 7 ? '' : `    const value${i} = compute(${i % 97}, ${i});`,
  );
  const step = Math.floor(size / hunks);
  const changes = Array.from({ length: hunks }, (_, i): Change => {
    const start = i * step + (step > 1 ? Math.floor(step / 2) : 0);
    return { start, end: start + 1, lines: [`    const changed${i} = true;`] };
  });
  return { path: 'src/big.ts', lines, changes };
}

/** Median of several rounds, in milliseconds. */
function median(work: () => void): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return times[ROUNDS >> 1] ?? 0;
}

function ms(time: number): string {
  return time.toFixed(2).padStart(9);
}

function planTime(reply: string, before: string, hunks: number): number {
  const time = median(() => planEdits(reply, { read: () => before }));
  const plan = planEdits(reply, { read: () => before });
  const [file] = plan.files;
  if (plan.refused.length > 0 || file?.kind !== 'change')
    console.log(`  (${hunks} hunks: ${plan.refused.length} refused)`);
  return time;
}

console.log(
  `median of ${ROUNDS} rounds, ms\n` +
  '    lines  hunks      V4A  SEARCH/R  unified  applyPatch  growth (V4A, per 10 x lines)',
);
for (const hunks of HUNKS) {
  let previous = 0;
  for (const size of SIZES) {
    if (hunks * 2 > size) continue;
    const task = taskOf(size, hunks);
    const before = `${task.lines.join('\n')}\n`;
    const diff = writeUnified(task);
    const patch = `${diff.split('\n').slice(1, -1).join('\n')}\n`;
    const v4a = planTime(writeV4a(task), before, hunks);
    const search = planTime(writeSearchReplace(task), before, hunks);
    const unified = planTime(diff, before, hunks);
    const library = median(() => applyPatch(before, patch));
    const growth = previous > 0 ? `x ${(v4a / previous).toFixed(1)}` : '';
    console.log(
      `${String(size).padStart(9)} ${String(hunks).padStart(6)}${ms(v4a)} ${ms(search)}${ms(unified)}   ` +
      `${ms(library)}  ${growth}`,
    );
    previous = v4a;
  }
}

/** Wrong line numbers: jsdiff searches outward from them, the engine looks lines up. */
const moved = taskOf(100_000, 100);
const text = `${moved.lines.join('\n')}\n`;
const wrong = writeUnified(moved, 3, (n) => Math.max(1, n - 400));
const wrongPatch = `${wrong.split('\n').slice(1, -1).join('\n')}\n`;
console.log(
  `100,000 lines, 100 hunks, numbers 400 off: engine ${ms(planTime(wrong, text, 100))}, applyPatch ` +
  `${ms(median(() => applyPatch(text, wrongPatch)))} ` +
  `(${applyPatch(text, wrongPatch) === false ? 'fails' : 'applies'})`,
);

const broken = writeSearchReplace(taskOf(100_000, 1_000)).replaceAll('const value', 'let value');
console.log(
  `100,000 lines, 1,000 hunks, none in the file: ${ms(median(() => planEdits(broken, { read: () => text })))}`,
);
