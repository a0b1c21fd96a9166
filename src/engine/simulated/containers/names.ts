import { DockerError } from '../../errors.ts';
import { type Daemon, random } from '../daemon.ts';

/** The left words of moby's names-generator. */
const ADJECTIVES =
  `admiring adoring affectionate agitated amazing angry awesome beautiful blissful bold boring brave busy
  charming clever compassionate competent condescending confident cool cranky crazy dazzling determined distracted
  dreamy eager ecstatic elastic elated elegant eloquent epic exciting fervent festive flamboyant focused friendly frosty
  funny gallant gifted goofy gracious great happy hardcore heuristic hopeful hungry infallible inspiring intelligent
  interesting jolly jovial keen kind laughing loving lucid magical modest musing mystifying naughty nervous nice nifty
  nostalgic objective optimistic peaceful pedantic pensive practical priceless quirky quizzical recursing relaxed
  reverent romantic sad serene sharp silly sleepy stoic strange stupefied suspicious sweet tender thirsty trusting
  unruffled upbeat vibrant vigilant vigorous wizardly wonderful xenodochial youthful zealous zen`
    .trim()
    .split(/\s+/);

/** Some of its right words: scientists and hackers. */
const SURNAMES =
  `albattani allen archimedes ardinghelli babbage banach banzai bardeen bartik bassi bell bhabha blackwell bohr
  booth borg bose boyd brahmagupta brown carson chandrasekhar chaplygin chatelet cohen cori cray curie darwin davinci
  dewdney dijkstra easley edison einstein elion engelbart euclid euler fermat fermi feynman franklin galileo gates
  goldberg goldstine golick goodall haibt hamilton hawking heisenberg hermann hopper hugle hypatia jackson jang jennings
  jepsen johnson joliot jones kalam kapitsa kare keller khorana kilby kirch knuth kowalevski lalande lamarr lamport
  leakey leavitt lichterman liskov lovelace lumiere mahavira mayer mccarthy mcclintock mclean meitner mendel mestorf
  minsky mirzakhani moore morse neumann newton nightingale nobel noether northcutt pare pasteur payne perlman pike
  poincare ptolemy raman ramanujan ride ritchie rosalind saha sammet shannon shaw shockley sinoussi snyder spence
  stonebraker swanson swartz swirles tesla thompson torvalds turing varahamihira visvesvaraya volhard wescoff wiles
  williams wilson wing wozniak wright yalow yonath`
    .trim()
    .split(/\s+/);

const VALID = /^\/?[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;

/** A name for a container that wasn't given one: `adjective_surname`, with a digit if that is taken. */
export function generateName(daemon: Daemon): string {
  const pick = (words: readonly string[]) => words[Math.floor(random(daemon) * words.length)]!;
  for (let attempt = 0; ; attempt++) {
    const name = `${pick(ADJECTIVES)}_${pick(SURNAMES)}${attempt > 0 ? Math.floor(random(daemon) * 10) : ''}`;
    // Steve Wozniak is not boring.
    if (name !== 'boring_wozniak' && !daemon.state.names.has(name)) return name;
  }
}

/**
 * Takes a name for a container, without its slash if it has one.
 * @throws {DockerError} if it isn't one or another container has it.
 */
export function reserveName(daemon: Daemon, name: string, id: string): string {
  if (!VALID.test(name))
    throw new DockerError(
      'invalidParameter',
      `Invalid container name (${name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`,
    );
  const bare = name.replace(/^\//, '');
  const holder = daemon.state.names.get(bare);
  if (holder !== undefined)
    throw new DockerError(
      'conflict',
      `Conflict. The container name "/${bare}" is already in use by container "${holder}". ` +
        'You have to remove (or rename) that container to be able to reuse that name.',
    );
  daemon.state.names.set(bare, id);
  return bare;
}
