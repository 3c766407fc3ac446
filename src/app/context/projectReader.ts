import { drawTree } from '../../core/context/tree.ts';
import { mapBudget, projectMap, type ProjectFacts } from '../../core/context/project/projectMap.ts';
import { ProjectScan } from '../../core/context/project/projectScan.ts';
import { questionWords } from '../../core/context/project/questionWords.ts';
import { headName } from '../../core/edits/outline/declarations.ts';
import type { Clock } from '../ports.ts';

/** The files of the workspace for a map of it. Paths are relative to it, with `/`. */
export interface ProjectPort {
  readonly name: string;
  /** The files that are not ignored; `whole` is false where there are more than are listed. */
  list(signal: AbortSignal): Promise<{ readonly paths: readonly string[]; readonly whole: boolean }>;
  /** The text of a file; undefined where it is gone, too large or no text. */
  read(path: string): Promise<string | undefined>;
}

/** A question is answered within about a second: what is not read by then is left out, and said to be. */
const mostMilliseconds = 800;

/** Most files read, and how many at once. */
const mostFiles = 3_000;
const readAtOnce = 16;

const treeLines = 300;
const filesFound = 12;
const filesWithSymbols = 30;

/** Files that say how a project is built, at its top or one level below. */
const MANIFEST = new RegExp(
  String.raw`^(?:[^/]+/)?(?:${[
    String.raw`package\.json|composer\.json`,
    String.raw`pyproject\.toml|requirements\.txt`,
    String.raw`Cargo\.toml|go\.mod|Gemfile`,
    String.raw`pom\.xml|build\.gradle(?:\.kts)?`,
    String.raw`CMakeLists\.txt|Makefile`,
    String.raw`[^/]+\.(?:csproj|sln)`,
  ].join('|')})$`,
);
const README = /^readme(?:\.\w+)?$/i;

/** Written by programs, or no text: nothing a question is about. */
const GENERATED = new RegExp(
  String.raw`(?:^|/)(?:package-lock\.json|pnpm-lock\.yaml|[^/]+\.(?:${[
    String.raw`lock|min\.js|min\.css|map|snap`,
    'svg|png|jpe?g|gif|ico|webp|pdf',
    'zip|gz|jar|vsix|woff2?|ttf',
    'wasm|bin|exe|dll|so|class|pyc',
  ].join('|')}))$`,
  'i',
);

/** Characters of a manifest and of the README that are worth their room. */
const manifestHead = 1_500;
const readmeHead = 1_500;

export interface ProjectJob {
  readonly port: ProjectPort;
  readonly clock: Clock;
  readonly question: string;
  readonly signal: AbortSignal;
}

/** Reads as much of the project as a second allows and draws the map that goes along with a question about it. */
export async function readProject({ port, clock, question, signal }: ProjectJob): Promise<string> {
  const { paths, whole } = await port.list(signal);
  const words = questionWords(question);
  const scan = new ProjectScan(words, headName);
  const order = readingOrder(paths, words);
  const heads = new Map<string, string>();
  const until = clock.now() + mostMilliseconds;
  let read = 0;
  while (read < order.length && read < mostFiles && clock.now() < until && !signal.aborted) {
    const some = order.slice(read, read + readAtOnce);
    const texts = await Promise.all(some.map((path) => port.read(path)));
    some.forEach((path, index) => note({ scan, heads, path, text: texts[index] }));
    read += some.length;
  }
  const left = order.length - read;
  const unread = left > 0 ? `${left} of them were not read, so the search is not complete.` : '';
  const cut = whole ? unread : 'There are more files than are listed here.';
  return projectMap(factsOf({ name: port.name, paths, scan, words, heads, cut }), mapBudget);
}

interface Note {
  readonly scan: ProjectScan;
  readonly heads: Map<string, string>;
  readonly path: string;
  readonly text: string | undefined;
}

function note({ scan, heads, path, text }: Note): void {
  if (text === undefined) return;
  if (isHead(path)) heads.set(path, text);
  scan.add({ path, text });
}

function isHead(path: string): boolean {
  return MANIFEST.test(path) || README.test(path);
}

/** Manifests first, then what is named in the question, then the rest from the top down; nothing that was generated. */
function readingOrder(paths: readonly string[], words: readonly string[]): string[] {
  const rank = (path: string): number => {
    if (isHead(path)) return 0;
    const lower = path.toLowerCase();
    return words.some((word) => lower.includes(word)) ? 1 : 1 + path.split('/').length;
  };
  const ranked = paths.filter((path) => !GENERATED.test(path)).map((path) => ({ path, rank: rank(path) }));
  return ranked.sort((a, b) => a.rank - b.rank || (a.path < b.path ? -1 : 1)).map(({ path }) => path);
}

interface Gathered {
  readonly name: string;
  readonly paths: readonly string[];
  readonly scan: ProjectScan;
  readonly words: readonly string[];
  readonly heads: ReadonlyMap<string, string>;
  readonly cut: string;
}

function factsOf({ name, paths, scan, words, heads, cut }: Gathered): ProjectFacts {
  const all = [...heads].sort(([a], [b]) => a.length - b.length);
  const manifests = all.filter(([path]) => MANIFEST.test(path)).slice(0, 3);
  const [readme] = all.filter(([path]) => README.test(path));
  return {
    name,
    tree: drawTree(paths, treeLines).text,
    files: paths.length,
    manifests: manifests.map(([path, text]) => ({ path, text: text.slice(0, manifestHead) })),
    readme: readme === undefined ? undefined : { path: readme[0], text: readme[1].slice(0, readmeHead) },
    symbols: scan.symbols(filesWithSymbols),
    words,
    hits: scan.ranked(filesFound),
    cut,
  };
}
