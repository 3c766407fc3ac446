type Fill = (text: string) => void;

let fill: Fill | undefined;

/** Registers the composer; returns what takes it back. */
export function onFillComposer(listener: Fill): () => void {
  fill = listener;
  return () => {
    if (fill === listener) fill = undefined;
  };
}

/** Puts `text` after what stands in the composer, and the cursor behind it. */
export function fillComposer(text: string): void {
  fill?.(text);
}
