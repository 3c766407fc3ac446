/** File extensions by the names fences use; the first is the usual one. Names not listed are taken as extensions. */
const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  typescript: ['ts', 'mts', 'cts', 'tsx'], ts: ['ts', 'mts', 'cts', 'tsx'],
  typescriptreact: ['tsx'], tsx: ['tsx', 'ts'],
  javascript: ['js', 'mjs', 'cjs', 'jsx', 'ts'], js: ['js', 'mjs', 'cjs', 'jsx', 'ts'], javascriptreact: ['jsx', 'js'],
  jsx: ['jsx', 'js', 'tsx'], python: ['py', 'pyi', 'pyw'], python3: ['py'], py: ['py', 'pyi'], rust: ['rs'],
  golang: ['go'], go: ['go'], ruby: ['rb', 'rake', 'gemspec'], rb: ['rb'], csharp: ['cs'], 'c#': ['cs'], cs: ['cs'],
  cpp: ['cpp', 'cc', 'cxx', 'h', 'hpp', 'hh', 'ino'], 'c++': ['cpp', 'cc', 'cxx', 'h', 'hpp'], c: ['c', 'h'],
  markdown: ['md', 'mdx', 'markdown'], md: ['md', 'mdx', 'markdown'], kotlin: ['kt', 'kts'], java: ['java'],
  html: ['html', 'htm', 'vue', 'svelte', 'xhtml'], css: ['css'], scss: ['scss'], less: ['less'],
  json: ['json', 'jsonc', 'code-workspace', 'webmanifest'], jsonc: ['json', 'jsonc'], yaml: ['yml', 'yaml'],
  yml: ['yml', 'yaml'], toml: ['toml'], xml: ['xml', 'svg', 'csproj', 'xaml', 'pom'], php: ['php'], swift: ['swift'],
  sql: ['sql'], lua: ['lua'], perl: ['pl', 'pm'], r: ['r'], haskell: ['hs'], elixir: ['ex', 'exs'],
  scala: ['scala', 'sc'],
  makefile: ['mk', 'makefile', 'am'], make: ['mk', 'makefile'], dockerfile: ['dockerfile'], docker: ['dockerfile'],
  shell: ['sh', 'bash', 'zsh', 'bashrc'], bash: ['sh', 'bash', 'zsh', 'bashrc'], sh: ['sh', 'bash', 'zsh'],
  shellscript: ['sh', 'bash', 'zsh'], zsh: ['zsh', 'sh'], powershell: ['ps1', 'psm1'], vue: ['vue'], svelte: ['svelte'],
};

/** `sh`, `bash`, `zsh-session`, `shellscript`. */
const SHELL = /^(?:ba|z|fi|k|c)?sh(?:ell)?(?:-?session|script)?$/i;
const OUTPUT = new Set([
  'console', 'terminal', 'cmd', 'bat', 'batch', 'powershell', 'ps', 'ps1', 'output', 'stdout', 'log', 'logs',
  'text', 'plaintext', 'txt', 'plain', 'ansi', 'traceback',
]);

/** Blocks in these show commands or output more often than code to put into a file. */
export function isShellLike(language: string): boolean {
  return SHELL.test(language) || OUTPUT.has(language.toLowerCase());
}

export function extensionOf(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
  const dot = name.lastIndexOf('.');
  return dot < 0 ? name : name.slice(dot + 1);
}

/** Whether a block marked `language` may be the content of `path`; true where the mark says nothing. */
export function languageFits(language: string, path: string): boolean {
  if (language === '' || /^(diff|patch|code|text|plaintext|txt|plain)$/i.test(language)) return true;
  const extension = extensionOf(path);
  const known = EXTENSIONS[language.toLowerCase()];
  if (known) return known.includes(extension) || !isKnownExtension(extension);
  const name = language.toLowerCase();
  return name === extension || !isKnownExtension(extension) || !isKnownExtension(name);
}

const KNOWN = new Set(Object.values(EXTENSIONS).flat());

/** Endings of files that no fence names as a language. */
const OTHERS = new Set([
  'txt env cfg ini conf lock gradle properties csv tsv tf tfvars proto graphql gql dart vim el clj cljs erl fs',
  'fsx ml mli jl nim zig sol vb asm s m mm bat cmd fish ipynb gitignore gitattributes dockerignore editorconfig',
  'prettierrc eslintrc npmrc nvmrc babelrc j2 ejs hbs pug sass styl astro rst adoc tex org prisma glsl wgsl',
  'hlsl cu cmake bazel bzl nix hcl service plist sln props targets mod sum license readme gemfile rakefile',
  'procfile jenkinsfile justfile snap patch http rest feature snippets tmlanguage',
].join(' ').split(' '));

/** Whether a name ends like a file's: `Array.map` or `example.com` in a title does not make a new file. */
export function endsLikeFile(path: string): boolean {
  return KNOWN.has(extensionOf(path)) || OTHERS.has(extensionOf(path));
}

function isKnownExtension(extension: string): boolean {
  return KNOWN.has(extension);
}

/** Whether two names of a language mean the same one, such as `py` and `python`. */
export function sameLanguage(fence: string, languageId: string): boolean {
  const a = fence.toLowerCase();
  const b = languageId.toLowerCase();
  if (a === b) return true;
  const first = EXTENSIONS[a]?.[0] ?? a;
  return (EXTENSIONS[b] ?? [b]).includes(first);
}

/** Files of running text, where dashes and quotes are the author's. */
export function isProse(path: string): boolean {
  return /^(md|mdx|markdown|txt|rst|adoc|asciidoc|tex|html|htm|org|po|srt)$/.test(extensionOf(path));
}

/**
 * The language a fence's info string names, in small letters: its first word, without decorations such as `{.ts}` or
 * `ts:a.ts`.
 */
export function languageOf(info: string): string {
  return /^[{.]*([^\s{}:,;]+)/.exec(info)?.[1]?.toLowerCase() ?? '';
}
