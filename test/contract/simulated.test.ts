import { describe } from 'vitest';
import { testHost } from '../../src/engine/simulated/testing.ts';
import { engineContract } from './contract.ts';

describe('the simulated engine', () => {
  engineContract(async () => {
    const host = testHost();
    return {
      engine: host.engine,
      mayPrune: true,
      run: async (operation) => host.run(operation as never),
      close: async () => {},
    };
  });
});
