import { searchForFaults } from './check.ts';

/*
 * A long search:  npx tsx test/properties/search.ts SEQUENCES [SEED]
 * It ends at the first sequence of command lines that breaks something, made as short as it can be.
 */
const [sequences = '1000', seed = '1'] = process.argv.slice(2);
searchForFaults(Number(sequences), Number(seed));
console.log(`${sequences} sequences of command lines: nothing broke`);
