import { describe } from 'vitest';
import { imagesAskedFor } from '../../src/docker/build/bases.ts';
import { realEngine } from '../../src/real/engine/engine.ts';
import { belongings, Connection, cleanUp, parseHost, startGuard } from '../../src/real/index.ts';
import { engineContract } from '../contract/contract.ts';
import { folderIn, realEngineHere } from './engine.ts';

const here = await realEngineHere();

describe.skipIf(!here)('a real engine', { timeout: 60_000 }, () => {
  engineContract(async () => {
    const { connection, scratch } = here!;
    const folder = folderIn(scratch);
    const socket = `${folder.path}/docker.sock`;
    const disposable = (await belongings(connection)).length === 0;
    const guard = await startGuard({
      connection,
      socket,
      home: folder.path,
      run: Date.now().toString(16),
      started: Date.now(),
      disposable,
      pull: false,
      imagesAskedFor,
      images: new Set(['busybox:latest']),
    });
    const engine = realEngine(new Connection(parseHost(`unix://${socket}`, 'the test', undefined)).docker());
    return {
      engine,
      mayPrune: disposable,
      run: (operation) => engine.run(operation),
      async close() {
        await guard.close();
        const leftovers = await cleanUp(connection, guard.ledger.all);
        folder.remove();
        if (leftovers.length > 0) throw new Error(`could not be removed: ${JSON.stringify(leftovers)}`);
      },
    };
  });
});
