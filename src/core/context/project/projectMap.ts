import { estimateTokens } from '../../chat/request/tokens.ts';
import type { FileHits, FileSymbols } from './projectScan.ts';

/** What is known of a project when a question about it is sent. */
export interface ProjectFacts {
  readonly name: string;
  /** The files as a tree, and how many there are. */
  readonly tree: string;
  readonly files: number;
  /** Manifests such as `package.json`, and the README, each with its text from the start. */
  readonly manifests: readonly { readonly path: string; readonly text: string }[];
  readonly readme: { readonly path: string; readonly text: string } | undefined;
  readonly symbols: readonly FileSymbols[];
  readonly words: readonly string[];
  readonly hits: readonly FileHits[];
  /** Why not all of the project was read, in words; empty where all was. */
  readonly cut: string;
}

/** Tokens a map takes by default: a twentieth of the window, which leaves room for the files it leads to. */
export const mapBudget = 6_000;

interface Section {
  readonly title: string;
  readonly lines: readonly string[];
  /** The part of the budget it may take; what it leaves goes to those behind it. */
  readonly share: number;
}

/**
 * The map that goes to the model: what the search found first, since it answers the question, then the tree, manifests,
 * README and main symbols, all within `budget` tokens. What is left out is said.
 */
export function projectMap(facts: ProjectFacts, budget: number): string {
  const parts: string[] = [
    `Project ${facts.name}, ${facts.files} ${facts.files === 1 ? 'file' : 'files'}. ${facts.cut}`.trimEnd(),
  ];
  let spare = budget - costOf(parts[0] ?? '');
  let ahead = 1;
  for (const section of sectionsOf(facts)) {
    const room = Math.floor((spare * section.share) / ahead);
    const text = fill(section, room);
    spare -= costOf(text);
    ahead -= section.share;
    if (text !== '') parts.push(text);
  }
  return parts.join('\n\n');
}

function sectionsOf({ words, hits, tree, manifests, readme, symbols }: ProjectFacts): Section[] {
  const found = hits.flatMap(({ path, hits: lines }) => [path, ...lines.map(({ line, text }) => `  ${line}: ${text}`)]);
  return [
    { title: `A search for ${words.map((word) => `"${word}"`).join(', ')} finds`, lines: found, share: 0.35 },
    { title: 'Files', lines: tree.split('\n'), share: 0.25 },
    {
      title: 'What the files that others import most declare',
      lines: symbols.map(({ path, names }) => `${path}: ${names.join(', ')}`),
      share: 0.2,
    },
    {
      title: 'Manifests',
      lines: manifests.flatMap(({ path, text }) => [`${path}:`, ...text.trimEnd().split('\n')]),
      share: 0.12,
    },
    { title: `The beginning of ${readme?.path ?? ''}`, lines: readme?.text.trimEnd().split('\n') ?? [], share: 0.08 },
  ];
}

/** As many lines from the start as fit, and how many do not. */
function fill({ title, lines }: Section, room: number): string {
  if (lines.every((line) => line.trim() === '')) return '';
  const taken: string[] = [];
  let cost = costOf(`${title}:\n`);
  for (const line of lines) {
    cost += costOf(line) + 1;
    if (cost > room) break;
    taken.push(line);
  }
  const left = lines.length - taken.length;
  return taken.length === 0
    ? ''
    : [`${title}:`, ...taken, ...(left > 0 ? [`… and ${left} more lines`] : [])].join('\n');
}

function costOf(text: string): number {
  return estimateTokens(text).likely;
}
