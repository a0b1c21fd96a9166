import { expect, test } from 'vitest';
import { detours } from './preflight.ts';
import { type Scenario, settle } from './scenario.ts';
import { foretell } from './simulated.ts';

const script = (...lines: readonly string[]): Scenario =>
  settle({ kind: 'script', name: 'test', file: '/test.sh', text: lines.join('\n') }, 'root', '/scratch/home');

test.each([
  'DOCKER_HOST=unix:///x docker ps',
  'unset DOCKER_HOST; docker ps',
  'docker -H tcp://there ps',
  'docker --context other ps',
  'docker context use other',
  'curl --unix-socket /run/docker.sock http://d/info',
  'nsenter -t 1 -m sh',
])('%s goes past the guard', (line) => expect(detours(script(line))).toHaveLength(1));

test.each(['docker ps', 'docker run --rm -h box busybox hostname', 'docker run -c 512 busybox true', 'echo docker'])(
  '%s does not',
  (line) => expect(detours(script(line))).toEqual([]),
);

test('the simulated run tells the names, the images and the writes', async () => {
  const foretold = await foretell(
    script(
      'docker run --name box -v data:/data -v /anonymous busybox touch /data/f',
      'docker run --rm alpine true',
      'docker commit box made',
      'docker run --rm made true',
      'echo x > inside; echo y > /root/lab/also; mkdir /etc/outside; touch /tmp/t',
    ),
    0,
  );
  expect(foretold).toMatchObject({
    containers: ['box'],
    volumes: ['data'],
    usedImages: ['busybox', 'alpine'],
    writes: ['/etc', '/etc/outside', '/tmp', '/tmp/t'],
  });
  expect(foretold.outcomes.map((outcome) => outcome.kind === 'line' && outcome.exit)).toEqual([0, 0, 0, 0, 0]);
});

test('the simulated run tells the images that builds need', async () => {
  const { usedImages, madeImages } = await foretell(
    script(
      "printf 'FROM alpine AS one\\nFROM busybox\\nCOPY --from=one /etc/passwd /p\\nCOPY --from=debian /etc/group /g\\n' > Dockerfile",
      'docker build -q -t made .',
      "printf 'FROM made\\nRUN false\\n' > Dockerfile",
      'docker build -q .',
    ),
    0,
  );
  expect([...usedImages].sort()).toEqual(['alpine', 'busybox', 'debian']);
  expect(madeImages).toEqual(['made:latest']);
});

test('both sides have the same home', async () => {
  const { outcomes } = await foretell(script('pwd; echo ~ $HOME; id -u'), 0);
  expect(outcomes).toMatchObject([{ stdout: '/scratch/home/lab\n/scratch/home /scratch/home\n0\n' }]);
});

test('an account of another number', async () => {
  const scenario = {
    ...script('id -u; stat -c %U f'),
    user: 'learner' as const,
    files: { '/scratch/home/lab/f': 'x' },
  };
  const { outcomes } = await foretell(scenario, 1234);
  expect(outcomes).toMatchObject([{ stdout: '1234\nlearner\n' }]);
});
