import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pack, type PackedPackage } from '../support/pack';

const SCRIPTS_OF_AN_INSTALL = ['preinstall', 'install', 'postinstall', 'prepare'];

const folder = mkdtempSync(path.join(tmpdir(), 'drover-packed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(['core', 'testing', 'board'])('the package %s, as it would be published', (name) => {
  let packed: PackedPackage;
  beforeAll(() => {
    packed = pack(name, folder);
  });

  test('has a page, a licence, code with its types, and nothing else', () => {
    expect(packed.files).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'dist/index.d.ts', 'dist/index.js']),
    );
    const others = packed.files.filter((file) => !file.startsWith('dist/'));
    expect(others).toEqual(['LICENSE', 'README.md', 'package.json']);
    const leftovers = /\.tsbuildinfo$|\.test\.|\.d\.m?ts\.map$/;
    expect(packed.files.filter((file) => leftovers.test(file))).toEqual([]);
  });

  test('says where it comes from, and is published with provenance', () => {
    expect(packed.manifest).toMatchObject({
      homepage: `https://github.com/drover/drover/tree/main/packages/${name}#readme`,
      bugs: 'https://github.com/drover/drover/issues',
      repository: {
        type: 'git',
        url: 'git+https://github.com/drover/drover.git',
        directory: `packages/${name}`,
      },
      publishConfig: { access: 'public', provenance: true },
      keywords: expect.arrayContaining(['bullmq']) as string[],
      license: 'MIT',
      engines: { node: '>=20.19' },
    });
  });

  test('asks for versions that a registry has', () => {
    const { dependencies, peerDependencies, version } = packed.manifest;
    const wanted = Object.entries({ ...(dependencies as object), ...(peerDependencies as object) });
    expect(wanted.filter(([, range]) => !/^[\^~>=\d]/.test(String(range)))).toEqual([]);
    expect(wanted.filter(([other]) => other === '@drover/core')).toEqual(
      name === 'core' ? [] : [['@drover/core', `^${version}`]],
    );
  });

  test('runs nothing when it is installed', () => {
    const scripts = Object.keys((packed.manifest['scripts'] as object | undefined) ?? {});
    expect(scripts.filter((script) => SCRIPTS_OF_AN_INSTALL.includes(script))).toEqual([]);
  });
});
