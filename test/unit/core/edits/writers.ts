/** An edit of a file as lines: [start, end) give way to `lines`. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** A file as lines, and the changes to be made; changes are sorted and lie apart. */
export interface Task {
  readonly path: string;
  readonly lines: readonly string[];
  readonly changes: readonly Change[];
}

/** A change with the lines around it. */
interface Shown {
  readonly start: number;
  readonly before: readonly string[];
  readonly old: readonly string[];
  readonly now: readonly string[];
  readonly after: readonly string[];
}

export function applied({ lines, changes }: Task): string[] {
  const result: string[] = [];
  let at = 0;
  for (const change of changes) {
    result.push(...lines.slice(at, change.start), ...change.lines);
    at = change.end;
  }
  return [...result, ...lines.slice(at)];
}

/** Context never reaches into a neighbouring change: there the file's text is no longer what it was. */
function shown(task: Task, context: number): Shown[] {
  return task.changes.map((change, i) => {
    const floor = task.changes[i - 1]?.end ?? 0;
    const ceiling = task.changes[i + 1]?.start ?? task.lines.length;
    const from = Math.max(floor, change.start - context);
    return {
      start: from,
      before: task.lines.slice(from, change.start),
      old: task.lines.slice(change.start, change.end),
      now: change.lines,
      after: task.lines.slice(change.end, Math.min(ceiling, change.end + context)),
    };
  });
}

function marked(mark: string, lines: readonly string[]): string[] {
  return lines.map((line) => mark + line);
}

function body({ before, old, now, after }: Shown): string[] {
  return [...marked(' ', before), ...marked('-', old), ...marked('+', now), ...marked(' ', after)];
}

export function writeV4a(task: Task, context = 3): string {
  const hunks = shown(task, context).flatMap((hunk) => ['@@', ...body(hunk)]);
  return ['*** Begin Patch', `*** Update File: ${task.path}`, ...hunks, '*** End Patch'].join('\n');
}

export function writeSearchReplace(task: Task, context = 3): string {
  return shown(task, context).flatMap(({ before, old, now, after }) => [
    task.path, '```', '<<<<<<< SEARCH', ...before, ...old, ...after, '=======', ...before, ...now, ...after,
    '>>>>>>> REPLACE', '```', '',
  ]).join('\n');
}

/** `number` and `count` may lie: they get the true figure and give the one to write. */
export function writeUnified(
  task: Task, context = 3, number = (n: number): number => n, count = (n: number): number => n,
): string {
  let shift = 0;
  const hunks = shown(task, context).flatMap((hunk) => {
    const old = hunk.before.length + hunk.old.length + hunk.after.length;
    const now = old - hunk.old.length + hunk.now.length;
    const start = old === 0 ? hunk.start : hunk.start + 1;
    const header = `@@ -${number(start)},${count(old)} +${number(start + shift)},${count(now)} @@`;
    shift += now - old;
    return [header, ...body(hunk)];
  });
  return ['```diff', `--- a/${task.path}`, `+++ b/${task.path}`, ...hunks, '```'].join('\n');
}

export function writeWhole(task: Task): string {
  const lines = applied(task);
  const marks = '`'.repeat(Math.max(3, ...lines.map((line) => (/^\s*(`+)/.exec(line)?.[1] ?? '').length + 1)));
  return [`**${task.path}**`, '', marks, ...lines, marks].join('\n');
}
