import assert from 'node:assert/strict';
import { type ProjectPort, readProject } from '../../../../src/app/context/projectReader.ts';

function portOf(
  files: Readonly<Record<string, string>>,
  onRead: (path: string) => void = () => undefined,
): ProjectPort {
  return {
    name: 'shop',
    list: () => Promise.resolve({ paths: Object.keys(files), whole: true }),
    read: (path) => {
      onRead(path);
      return Promise.resolve(files[path]);
    },
  };
}

const files = {
  'src/price.ts': 'export function discount(tier: string) {\n  return tier;\n}\n',
  'src/app.ts': "import { discount } from './price.ts';\n",
  'package.json': '{ "name": "shop" }\n',
  'package-lock.json': '{ "discount": 1 }\n',
  'README.md': '# Shop\n\nSells things.\n',
};

const job = (port: ProjectPort, now: () => number = () => 0) => ({
  port,
  clock: { now },
  question: 'Where is the discount made?',
  signal: new AbortController().signal,
});

describe('a map of the project for a question', () => {
  it('has what a search for its words finds, the tree, manifests, README and symbols', async () => {
    const map = await readProject(job(portOf(files)));
    assert.match(map, /^Project shop, 5 files\.\n/);
    assert.match(map, /A search for "discount" finds:\nsrc\/price\.ts\n {2}1: export function discount/);
    assert.match(map, /Files:\nsrc\/\n {2}app\.ts\n {2}price\.ts\n/);
    assert.match(map, /src\/price\.ts: function discount/);
    assert.match(map, /package\.json:\n\{ "name": "shop" \}/);
    assert.match(map, /The beginning of README\.md:\n# Shop/);
  });

  it('does not read what was generated, and reads first what says most', async () => {
    const order: string[] = [];
    await readProject(
      job(portOf({ 'a/b/c/deep.ts': '', 'lib/discount.ts': '', ...files }, (path) => order.push(path))),
    );
    assert.deepEqual(order, [
      'README.md',
      'package.json',
      'lib/discount.ts',
      'src/app.ts',
      'src/price.ts',
      'a/b/c/deep.ts',
    ]);
  });

  it('stops after about a second and says what was not read', async () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`src/f${i}.ts`, 'const discount = 1;\n']));
    let now = 0;
    const map = await readProject(
      job(
        portOf(many, () => (now += 20)),
        () => now,
      ),
    );
    assert.match(map, /^Project shop, 200 files\. 152 of them were not read, so the search is not complete\./);
  });

  it('reads nothing more once it is stopped', async () => {
    const controller = new AbortController();
    let reads = 0;
    const port = portOf(Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`f${i}.ts`, ''])), () => {
      reads++;
      controller.abort();
    });
    await readProject({ ...job(port), signal: controller.signal });
    assert.equal(reads, 16);
  });
});
