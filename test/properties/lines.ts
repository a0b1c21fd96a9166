import fc from 'fast-check';

/*
 * Random command lines: mostly sensible ones over a few names, so that they meet each other's things, and among them
 * wrong flags, wrong words and plain noise.
 */

const from = (text: string) => fc.constantFrom(...text.split(' '));

const container = from('aa bb cc nosuch');
const volume = from('data logs v nosuch my/vol x');
const image = fc.oneof(
  { weight: 8, arbitrary: from('busybox alpine volimg debian nginx') },
  { weight: 1, arbitrary: from('nosuch:tag UPPER mine mine:v2') },
);
const path = from('/data /d /d/sub /etc/passwd /tmp / relative . ./b ../x /root/lab/b /nosuch/deep');
const noise = fc.oneof(
  from("'' - -- --nosuch -z --help = : :: a=b {{.Name}} {{ '*' ~ $HOME -1 0 99999 null é"),
  fc.string({ minLength: 1, maxLength: 6 }).map((text) => `'${text.replaceAll(/['\n\0]/g, '')}'`),
);

/** `parts` filled and joined with blanks; empty ones left out. */
const line = (...parts: readonly (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> =>
  fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((words) => words.filter((word) => word !== '').join(' '));

const maybe = (arbitrary: fc.Arbitrary<string>) => fc.oneof(fc.constant(''), arbitrary);

const mount = fc.oneof(
  line(
    '-v',
    fc.tuple(volume, path, from(' :ro :rw :nocopy :x')).map(([v, p, mode]) => `${v}:${p}${mode}`),
  ),
  line(
    '-v',
    fc.tuple(from('/root/lab/b ./b . /nosuch/deep /etc/hosts'), path).map(([a, b]) => `${a}:${b}`),
  ),
  line('-v', path),
  line('-v', '/srv/ro:/ro:ro'),
  line(
    '--mount',
    fc
      .tuple(volume, path, from(' ,ro ,volume-nocopy ,volume-subpath=sub ,x'))
      .map(([v, p, more]) => `src=${v},dst=${p}${more}`),
  ),
  line(
    '--mount',
    fc
      .tuple(from('bind tmpfs volume image nosuch'), from('/root/lab/b data busybox'), path)
      .map(([t, s, p]) => `type=${t},src=${s},dst=${p}`),
  ),
  line('--tmpfs', path),
  line('--volumes-from', container),
);

const flag = fc.oneof(
  { weight: 6, arbitrary: mount },
  { weight: 4, arbitrary: from('--rm -d -i --init --read-only -e=A=1 -w=/tmp -u=1000 --restart=on-failure:1 -t') },
  {
    weight: 1,
    arbitrary: from(
      '--memory=64m --cpus=9 --health-cmd=true --entrypoint=echo --network=none -p=8080:80 -P --stop-timeout=1',
    ),
  },
  { weight: 1, arbitrary: noise },
);

const command = fc.oneof(
  from('true false ls id env nosuch'),
  fc.constantFrom(
    "sh -c 'echo hi > /data/f; cat /data/f'",
    "sh -c 'echo x >> /d/log; ls /d; exit 3'",
    'sleep 2',
    "sh -c 'sleep 1; echo late'",
    "sh -c 'rm -rf /data /d /ro /etc; touch /tmp/t /ro/t'",
    'cat /etc/hostname',
    'tar c -C / data',
  ),
);

const format = fc.constantFrom(
  "'{{.Name}}'",
  "'{{json .}}'",
  "'{{range .Mounts}}{{.Type}}{{end}}'",
  "'{{.Nope}}'",
  "'{{len .}}'",
  'json',
  'table',
  "'{{'",
);

const filter = fc
  .tuple(
    from('name label status volume dangling reference until nosuch ancestor'),
    from('data aa true running busybox 1h x ['),
  )
  .map(([name, value]) => `${name}=${value}`);

const dockerLine = fc.oneof(
  {
    weight: 6,
    arbitrary: line(
      'docker run',
      fc.array(flag, { maxLength: 4 }).map((all) => all.join(' ')),
      maybe(line('--name', container)),
      image,
      maybe(command),
    ),
  },
  { weight: 2, arbitrary: line('docker create', maybe(flag), maybe(flag), '--name', container, image, maybe(command)) },
  {
    weight: 3,
    arbitrary: line(
      'docker',
      from('start stop kill restart rm pause unpause wait'),
      maybe(from('-f -v -t=0 -a -s=TERM --nosuch')),
      container,
      maybe(container),
    ),
  },
  {
    weight: 3,
    arbitrary: line(
      'docker volume',
      from('create rm inspect ls prune'),
      maybe(from('-f -q -a --force --label=a=b -d=local')),
      maybe(volume),
      maybe(volume),
    ),
  },
  { weight: 2, arbitrary: line('docker exec', maybe(from('-d -i -t -u=1 -w=/tmp')), container, command) },
  {
    weight: 2,
    arbitrary: line(
      'docker cp',
      fc.oneof(
        path,
        fc.tuple(container, path).map((p) => p.join(':')),
      ),
      fc.oneof(
        path,
        from('out - .'),
        fc.tuple(container, path).map((p) => p.join(':')),
      ),
    ),
  },
  {
    weight: 2,
    arbitrary: line('docker', from('ps inspect images'), maybe(from('-a -q -s')), '--format', format, maybe(container)),
  },
  { weight: 2, arbitrary: line('docker', from('ps images'), '-a -f', filter) },
  { weight: 1, arbitrary: line('docker volume ls -f', filter) },
  { weight: 1, arbitrary: line('docker volume inspect -f', format, volume) },
  {
    weight: 2,
    arbitrary: line(
      'docker',
      from('logs diff port top export rename update'),
      maybe(from('-n=1 -t --restart=no')),
      container,
      maybe(container),
    ),
  },
  { weight: 1, arbitrary: line('docker commit', container, from('mine mine:v2 UPPER')) },
  { weight: 1, arbitrary: line('docker', from('rmi tag history pull'), image, maybe(from('mine mine:v2'))) },
  {
    weight: 1,
    arbitrary: line('docker system', from('df prune info events'), maybe(from('-f -v --volumes --until=0s -a'))),
  },
  {
    weight: 1,
    arbitrary: line(
      'docker',
      from('volume container image system network run exec cp compose build nosuch version info'),
      fc.array(noise, { maxLength: 3 }).map((all) => all.join(' ')),
    ),
  },
);

const shellLine = fc.oneof(
  line(
    from('ls cat stat rm mkdir touch chmod ln find du'),
    maybe(from('-l -R -a -rf -p -s 777')),
    from('b b/f out nosuch /var/lib/docker/volumes /root/lab .'),
  ),
  line('echo text >', from('b/f out/f f /nosuch/f')),
  line('tar', from('cf tf xf'), 'b.tar', maybe(from('b . nosuch'))),
  fc.tuple(noise, noise, noise).map((words) => `echo ${words.join(' ')} | ${'wc -c'}`),
);

/** Lines that wait for what never comes would only spend the run's time. */
const endless = /events(?!.*until)|--follow/;

/** A command line of the host. */
export const commandLine: fc.Arbitrary<string> = fc
  .oneof({ weight: 5, arbitrary: dockerLine }, { weight: 1, arbitrary: shellLine })
  .filter((text) => !endless.test(text));
