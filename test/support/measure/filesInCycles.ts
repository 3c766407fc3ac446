/** How many files lie on an import cycle, by which each of them imports itself through others. */
export function filesInCycles(imports: ReadonlyMap<string, readonly string[]>): number {
  return [...imports.keys()].filter((file) => reaches(file, file, imports)).length;
}

function reaches(from: string, target: string, imports: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set<string>();
  const open = [...(imports.get(from) ?? [])];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (file === target) return true;
    if (seen.has(file)) continue;
    seen.add(file);
    open.push(...(imports.get(file) ?? []));
  }
  return false;
}
