/*
 * What varies between two runs of the same commands on a real engine, and is masked when they are compared: ids, times,
 * ages, sizes, random names, and the order of what has none. Plain JavaScript, so that the comparing command needs no
 * compiler; its types are beside it.
 */
const AGO = '(?:Less than a second|\\d+ (?:second|minute|hour|day|week|month)s?|About (?:a minute|an hour))';
/** A text with all that varies masked; the command decides about sizes and the times of files. */
export function norm(s, cmd = '') {
  s = s
    .replace(/sha256:[0-9a-f]{64}/g, 'sha256:<ID>')
    .replace(/\/overlay2\/[0-9a-f]{64}(-init)?/g, '/overlay2/<LAYER>')
    .replace(/\b[0-9a-f]{64}\b/g, '<ID64>')
    .replace(/(^|\b)(?=[0-9a-f]*[0-9])[0-9a-f]{12}\b/gm, '$1<ID12>')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g, '<TIME>')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? \+0000(?: UTC)?/g, '<TIME>')
    .replace(/\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/g, '<MAC>')
    .replace(/"Pid": ?\d+/g, '"Pid": <PID>')
    .replace(new RegExp(`${AGO} ago`, 'g'), '<AGO>')
    .replace(new RegExp(`Up ${AGO}`, 'g'), 'Up <DUR>');
  if (/<ID12>|<AGO>|<DUR>/.test(s)) s = s.replace(/ {2,}/g, '  ');
  s = s
    .replace(/^(<ID12> .* )[a-z]+_[a-z]+$/gm, '$1<NAME>')
    .replace(/thread-self\/fd\/\d+/g, 'thread-self/fd/N')
    .replace(/app\.conf[A-Za-z0-9]{6}'/g, "app.conf<TMP>'")
    .replace(/"config-hash":"[0-9a-f]+"/g, '"config-hash":"<HASH>"')
    .replace(/^time="<TIME>" level=error msg="Can't add file .*\n/gm, '')
    .replace(/Bind for (?::::|0\.0\.0\.0:)/g, 'Bind for 0.0.0.0:')
    .replace(/docker-import-\d+/g, 'docker-import-N')
    .replace(/^(\[\d+\]) \d+$/gm, '$1 <PID>');
  if (/docker (images|image (ls|inspect|history)|history|system df)/.test(cmd))
    s = s.replace(/\b\d+(\.\d+)?(B|kB|MB|GB)\b/g, '<SIZE>').replace(/ {2,}/g, '  ');
  if (/\b(ls -[a-zA-Z]*l|tar [-a-z]*tv|stat)/.test(cmd))
    s = s
      .replace(/\b[A-Z][a-z]{2} +\d+ \d\d:\d\d\b/g, '<MTIME>')
      .replace(/\b\d{4}-\d\d-\d\d \d\d:\d\d\b(:\d\d)?/g, '<MTIME>')
      .replace(/^total \d+$/gm, 'total N')
      .replace(/ +/g, ' ');
  return s;
}
const sorted = (s) =>
  s
    .split(/(?<=\n)/)
    .sort()
    .join('');
const progress = (e) => {
  const L = e.split(/(?<=\n)/),
    P = L.filter((l) => / (Network|Volume|Container) \S+ {2}/.test(l));
  return P.sort().join('') + L.filter((l) => !P.includes(l)).join('');
};
/** A line's outcome with all that varies masked: equal for two runs that agree. */
export function sig(r) {
  let so = norm(r.stdout ?? '', r.cmd);
  if (
    /\btar [-a-z]*[tv]|\bfind /.test(r.cmd) ||
    /\bprune\b/.test(r.cmd) ||
    /docker (compose volumes|system df -v|diff)/.test(r.cmd)
  )
    so = sorted(so);
  return JSON.stringify([so, progress(norm(r.stderr ?? '', r.cmd)), r.exit]);
}

const MASKS = [
  ['ids', /<ID(64|12)?>|<LAYER>|<HASH>|docker-import-N/],
  ['times', /<TIME>|<MTIME>/],
  ['ages', /<AGO>|<DUR>/],
  ['process ids', /<PID>/],
  ['addresses', /<MAC>/],
  ['random names', /<NAME>|<TMP>/],
  ['sizes', /<SIZE>|^total N$/m],
];
/** The names of what was masked in a line. */
export function masked(r) {
  const text = `${norm(r.stdout ?? '', r.cmd)}\n${norm(r.stderr ?? '', r.cmd)}`;
  return MASKS.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
}
