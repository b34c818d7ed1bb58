// Names the packages that went into a bundle, with their licences.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../bundle.mjs';

const isLicence = (name) => /^(licen[cs]e|copying|notice)/i.test(name);

/** The folder of the package that a file belongs to: the last one on its way that is one. */
const folderOf = (input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];

const describe = (folder) => {
  const path = join(root, folder);
  const { name, version, license, licenses } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const texts = readdirSync(path)
    .filter(isLicence)
    .sort()
    .map((file) => readFileSync(join(path, file), 'utf8').trim());
  const said = typeof license === 'string' ? license : (license?.type ?? licenses?.map(({ type }) => type).join(' or ') ?? 'see below');
  return { title: `${name} ${version}`, text: [`${name} ${version} (${said})`, ...texts].join('\n\n') };
};

/** The text of a THIRD-PARTY file for what esbuild says went into a bundle. */
export const thirdParty = (metafile) => {
  const folders = new Set(Object.keys(metafile.inputs).map(folderOf));
  const packages = [...folders].filter((folder) => folder && existsSync(join(root, folder, 'package.json'))).map(describe);
  const unique = [...new Map(packages.map((one) => [one.title, one])).values()].sort((a, b) => (a.title < b.title ? -1 : 1));
  const line = `\n\n${'-'.repeat(80)}\n\n`;
  return `This file lists the packages that are part of this function, with their licences.${line}${unique.map(({ text }) => text).join(line)}\n`;
};
