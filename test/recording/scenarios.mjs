// Records what a real Docker Engine's host prints for the lines of scenarios, one after another on a cleaned host:
//   node test/recording/scenarios.mjs FROM TO [NAME]...   (see host.mjs)
// FROM/NAME.sh: a title, a topic, then command lines; TO/NAME.json: [{cmd, stdout, stderr, exit}].
// Everything on that host's engine is removed before each scenario, so let it be a disposable one.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { run } from './host.mjs';

const [from, to, ...names] = process.argv.slice(2);
const quote = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

/** The images that stay between scenarios, and the state that every one of them starts from. */
const CLEAN = `
unset DOCKER_HOST; export HOME=/root LC_ALL=C
{ p=$(docker ps -q --filter status=paused); [ -z "$p" ] || docker unpause $p
c=$(docker ps -aq); [ -z "$c" ] || docker rm -fv $c
v=$(docker volume ls -q); [ -z "$v" ] || docker volume rm -f $v
docker network prune -f; docker builder prune -af
docker image ls --format '{{.Repository}}:{{.Tag}}' | grep -Ev '^(busybox|alpine|debian|ubuntu|nginx|volimg):latest$' | grep -v none | xargs -r docker rmi -f
docker image prune -f; umount /root/lab/* /root/lab/*/* ; rm -rf /root/lab /root/.docker; mkdir -p /root/lab; cd /root/lab; } >/dev/null 2>&1`;

/** The script that feeds one interactive bash, which is on no terminal, line by line. */
function script(lines) {
  const feed = lines.map(
    (line) =>
      `(exit $__code); eval ${quote(line)} >"$__dir/out" 2>"$__dir/err" </dev/null\n__code=$?; { printf '%s\\0' $__code; cat "$__dir/out"; printf '\\0'; cat "$__dir/err"; printf '\\0'; } >&9`,
  );
  const session = ['cd /root/lab; __code=0', ...feed].join('\n');
  return `${CLEAN}
cd /root/lab; export __dir=$(mktemp -d)
exec 9>&1
printf '%s\\n' ${quote(session)} | bash --norc --noprofile -i >/dev/null 2>&1
rm -rf "$__dir"`;
}

for (const name of names.length > 0 ? names : readdirSync(from).map((file) => file.replace(/\.sh$/, ''))) {
  const lines = readFileSync(`${from}/${name}.sh`, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const parts = run(script(lines)).split('\0');
  const steps = lines.map((cmd, i) => ({
    cmd,
    stdout: parts[3 * i + 1] ?? '',
    stderr: parts[3 * i + 2] ?? '',
    exit: Number(parts[3 * i]),
  }));
  writeFileSync(`${to}/${name}.json`, `${JSON.stringify(steps, null, 1)}\n`);
  console.log(`${name}: ${steps.length}`);
}
