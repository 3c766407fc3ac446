/** How many cases a property is tried on: `usual`, or as many as `npm run fuzz` asks for. */
export function runs(usual: number): number {
  const wanted = Number(process.env['GPT_OSS_FUZZ_RUNS']);
  return Number.isSafeInteger(wanted) && wanted > 0 ? wanted : usual;
}
