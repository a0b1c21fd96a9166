import { clean } from '../../go/path.ts';
import { ComposeError, type Dict } from './tree.ts';

const BIND_OPTIONS: Readonly<Record<string, 'propagation' | 'selinux'>> = {
  rprivate: 'propagation',
  private: 'propagation',
  rshared: 'propagation',
  shared: 'propagation',
  rslave: 'propagation',
  slave: 'propagation',
  z: 'selinux',
  Z: 'selinux',
};

/** The parts of a short volume: at colons, but not at a Windows drive's or within `${…}`. */
function split(spec: string): readonly string[] {
  const parts: string[] = [];
  let buffer = '';
  let nested = 0;
  for (let i = 0; i < spec.length; i++) {
    const char = spec[i]!;
    if (char === '$' && spec[i + 1] === '{') nested++;
    if (char === '}' && nested > 0) nested--;
    if (char === ':' && nested === 0 && !/^\p{L}$/u.test(buffer)) {
      parts.push(buffer);
      buffer = '';
    } else buffer += char;
  }
  return [...parts, buffer];
}

function isFilePath(source: string): boolean {
  return /^[./~]/.test(source) || source.startsWith('\\\\') || /^\p{L}:/u.test(source);
}

/** `SOURCE:TARGET:OPTIONS` as the long form. @throws {ComposeError} `invalid spec: …`. */
export function parseVolume(spec: string): Dict {
  if (spec === '') throw new ComposeError('invalid empty volume spec');
  if (spec.length <= 2) return { type: 'volume', target: spec };
  const parts = split(spec);
  const refuse = (why: string) => new ComposeError(`invalid spec: ${spec}: ${why}`);
  if (parts.some((part) => part === '')) throw refuse('empty section between colons');
  if (parts.length > 3) throw refuse('too many colons');
  const [source, target, options = ''] = parts.length === 1 ? ['', parts[0]!] : parts;
  const bind: Dict = {};
  let [readOnly, noCopy] = [false, false];
  for (const option of options === '' ? [] : options.split(',')) {
    if (option === 'ro' || option === 'rw') readOnly = option === 'ro';
    else if (option === 'nocopy') noCopy = true;
    const field = Object.hasOwn(BIND_OPTIONS, option) ? BIND_OPTIONS[option] : undefined;
    if (field) bind[field] = option;
  }
  const file = isFilePath(source!);
  const isBind = file || Object.keys(bind).length > 0;
  return {
    type: file ? 'bind' : 'volume',
    ...(source !== '' && { source: source! }),
    target: clean(target!),
    ...(readOnly && { read_only: true }),
    ...(isBind && { bind: { ...bind, ...(file && { create_host_path: true }) } }),
    ...((!file || noCopy) && { volume: noCopy ? { nocopy: true } : {} }),
  };
}
