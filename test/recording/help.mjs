// Records `--help` of the whole docker command tree:
//   node test/recording/help.mjs   (see host.mjs)
// writes src/docker/help/texts.json (what the simulator's docker has) and src/docker/help/others.json (what it leaves out).
// The same text under two names (docker run, docker container run) is kept once.
import { writeFileSync } from 'node:fs';
import { run } from './host.mjs';

/** Commands that the root's help hides until the engine is in a swarm. */
const HIDDEN = [
  'config',
  'node',
  'secret',
  'service',
  'stack',
  'swarm ca',
  'swarm join-token',
  'swarm leave',
  'swarm unlock',
  'swarm unlock-key',
  'swarm update',
  'volume update',
  'checkpoint',
];
const OTHER =
  /^docker (bake|(builder|buildx) (?!(build|du|inspect|ls|prune|version)$)|checkpoint|compose|config|context|manifest|node|plugin|secret|service|stack|swarm|trust)\b/;

const texts = new Map();
let level = ['docker', ...HIDDEN.map((name) => `docker ${name}`)];
while (level.length > 0) {
  const parts = run(
    level.map((path) => `printf '%s\\0' '${path}'; ${path} --help 2>&1; printf '\\0'`).join('\n'),
  ).split('\0');
  const next = [];
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const [path, text] = [parts[i], parts[i + 1]];
    texts.set(path, text);
    let listing = false;
    for (const line of text.split('\n')) {
      if (/^(\w+ )?Commands:$/.test(line)) listing = true;
      else if (/^\S/.test(line)) listing = false;
      const name = listing && /^ {2}([a-z][\w-]*)\*? +\S/.exec(line)?.[1];
      if (name && name !== 'help') next.push(`${path} ${name}`);
    }
  }
  level = next.filter((path) => !texts.has(path));
}

function write(file, wanted) {
  const kept = {};
  const same = new Map();
  for (const [path, text] of texts) {
    if (!wanted(path)) continue;
    // The usage names the command as it was called; the rest is what is shared.
    const shared = text.replace(/^[\s\S]*?\n\n/, (usage) => usage.replaceAll(path, '\0'));
    const first = same.get(shared);
    if (first === undefined) same.set(shared, path);
    kept[path] = first === undefined ? text : { same: first };
  }
  writeFileSync(new URL(`../../src/docker/${file}`, import.meta.url), `${JSON.stringify(kept, null, 1)}\n`);
}
const COMPOSE = /^docker compose( |$)/;
write('help/texts.json', (path) => !OTHER.test(path));
write('compose/help.json', (path) => COMPOSE.test(path));
write('help/others.json', (path) => OTHER.test(path) && !COMPOSE.test(path));
