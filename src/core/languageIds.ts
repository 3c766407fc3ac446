/** VS Code's language ids by the short names models write behind a fence. */
const ids: Readonly<Record<string, string>> = {
  ts: 'typescript', mts: 'typescript', cts: 'typescript', tsx: 'typescriptreact',
  js: 'javascript', mjs: 'javascript', cjs: 'javascript', node: 'javascript', jsx: 'javascriptreact',
  py: 'python', python3: 'python', rb: 'ruby', rs: 'rust', golang: 'go', kt: 'kotlin',
  cs: 'csharp', 'c#': 'csharp', 'c++': 'cpp', cc: 'cpp', hpp: 'cpp', h: 'c', 'objective-c': 'objective-c',
  sh: 'shellscript', bash: 'shellscript', zsh: 'shellscript', shell: 'shellscript', fish: 'shellscript', console: 'shellscript',
  ps1: 'powershell', pwsh: 'powershell', bat: 'bat', cmd: 'bat',
  md: 'markdown', yml: 'yaml', htm: 'html', svg: 'xml', docker: 'dockerfile', make: 'makefile',
  patch: 'diff', text: 'plaintext', txt: 'plaintext', toml: 'toml',
};

/** The VS Code language for the name in a fence's info string; the name itself where none is known for it. */
export function languageIdOf(language: string): string {
  const name = language.toLowerCase();
  return Object.hasOwn(ids, name) ? (ids[name] ?? name) : name;
}
