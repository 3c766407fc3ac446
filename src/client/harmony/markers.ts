/**
 * The control tokens of harmony, the format gpt-oss was trained on.
 * Source: the harmony format's published documentation.
 */
export type Marker =
  | '<|start|>' | '<|channel|>' | '<|constrain|>' | '<|message|>'
  | '<|end|>' | '<|return|>' | '<|call|>' | '<|endoftext|>';

export const markers: readonly Marker[] = [
  '<|start|>', '<|channel|>', '<|constrain|>', '<|message|>', '<|end|>', '<|return|>', '<|call|>',
  '<|endoftext|>',
];

const terminators: ReadonlySet<string> = new Set<Marker>(['<|end|>', '<|return|>', '<|call|>', '<|endoftext|>']);

/** Most characters looked at from a possible marker on before it is judged: the bound of what is held back. */
export const windowLength = 256;

export function markerAt(text: string, at: number): Marker | undefined {
  return markers.find((marker) => text.startsWith(marker, at));
}

export function isTerminator(marker: Marker): boolean {
  return terminators.has(marker);
}

/** Whether `text` could still grow into a marker. */
export function isMarkerPrefix(text: string): boolean {
  return markers.some((marker) => marker.length > text.length && marker.startsWith(text));
}

/** Text up to the first control token: `read_file<|channel|>commentary` is the name `read_file`. */
export function cutAtMarker(text: string): string {
  const at = text.indexOf('<|');
  return at < 0 ? text : text.slice(0, at);
}
