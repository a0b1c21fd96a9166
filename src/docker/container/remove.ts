import { atLeast, type Verb } from '../command.ts';
import { containerRemove } from '../requests/containers.ts';
import { forEach } from './each.ts';

export const REMOVE: Verb = {
  name: 'rm',
  args: atLeast(1),
  *run(cli, flags, names) {
    const force = flags.bool('force');
    const options = { force, volumes: flags.bool('volumes'), link: flags.bool('link') };
    yield* forEach(
      cli,
      names,
      (name) => {
        const id = name.replace(/^\/+|\/+$/g, '');
        const request = containerRemove(id, options);
        return id === '' ? { ...request, refused: 'container name cannot be empty' } : request;
      },
      (error) => force && error.kind === 'notFound',
    );
  },
};
