/** Characters of a command's output that the model gets: as in its maker's own harness (arXiv 2604.00362). */
export const mostOutput = 10_000;

/** Of those, the part from the beginning: errors stand at the end, what ran at the beginning. */
const headShare = 0.3;

/** A line longer than this is cut in the middle: it is data, and would take the place of all others. */
const longestLine = 2_000;

export interface CommandEnd {
  /** Undefined where it was ended before it could say. */
  readonly exitCode: number | undefined;
  readonly seconds: number;
  /** Why it was ended, in words; empty where it ended by itself. */
  readonly stopped: string;
  readonly output: string;
  /** Where the whole output can be read, when it was cut. */
  readonly keptAt: string;
}

/** What the model is told about a command that ended: exit code, time, and the output with its head and tail. */
export function commandResult({ exitCode, seconds, stopped, output, keptAt }: CommandEnd): string {
  const code = exitCode === undefined ? 'no exit code' : `exit code ${exitCode}`;
  const how = stopped === '' ? code : `${stopped}, ${code}`;
  const text = readable(output);
  const { shown, isCut } = cutMiddle(text, mostOutput);
  const where = isCut ? `\nThe whole output is in ${keptAt}; open it with open_file.` : '';
  return `${how}, ${seconds.toFixed(1)} s${text === '' ? ', no output' : `\n${shown}`}${where}`;
}

/** Escape sequences of terminals (ECMA-48: CSI, OSC, and two-character ones) and other control characters. */
const ESCAPES = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]{0,2000}(?:\u0007|\u001B\\)|[@-Z\\-_])/g;
const CONTROLS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u202A-\u202E\u2066-\u2069]/g;

/** Output as a person would see it: without colours and moves, a line that was written over in its last state. */
function readable(output: string): string {
  const plain = output.replace(ESCAPES, '').replace(/\r+\n/g, '\n');
  return plain.split('\n').map(lastState).join('\n').trimEnd();
}

function lastState(line: string): string {
  const state = line
    .slice(line.lastIndexOf('\r', line.length - 2) + 1)
    .replace(/\r$/, '')
    .replace(CONTROLS, '\uFFFD');
  const half = longestLine / 2;
  const left = state.length - longestLine;
  return left <= 0 ? state : `${state.slice(0, half)} … ${left} characters … ${state.slice(-half)}`;
}

/** The beginning and the end of a text in whole lines, with what lies between counted. */
export function cutMiddle(text: string, most: number): { readonly shown: string; readonly isCut: boolean } {
  if (text.length <= most) return { shown: text, isCut: false };
  const head = text.slice(0, text.lastIndexOf('\n', most * headShare) + 1);
  const tailStart = text.indexOf('\n', text.length - (most - head.length)) + 1;
  const tail = text.slice(tailStart === 0 ? text.length - (most - head.length) : tailStart);
  const lines = text.slice(head.length, text.length - tail.length).split('\n').length - 1;
  return { shown: `${head}… ${lines} lines left out …\n${tail}`, isCut: true };
}
