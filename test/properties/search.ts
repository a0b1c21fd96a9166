import { searchForFaults } from './check.ts';

/*
 * A long search:  npx tsx test/properties/search.ts LINES [SEED]
 * It runs random sequences of command lines until that many lines have run. A sequence that breaks something is shown,
 * made as short as it can be, and the search goes on with the next seed; status 1 at the end if there was one.
 */
const [lines = '10000', seed = '1'] = process.argv.slice(2);
const SEQUENCES = 200;
let run = 0;
let broken = 0;
for (let at = Number(seed); run < Number(lines); at++) {
  try {
    run += searchForFaults(SEQUENCES, at);
  } catch (error) {
    broken++;
    console.log(`seed ${at}: ${(error as Error).message}`);
  }
  if (at % 25 === 0) console.log(`${run} lines run`);
}
console.log(
  `${run} command lines, from seed ${seed}: ${broken === 0 ? 'nothing broke' : `${broken} sequences broke something`}`,
);
process.exitCode = broken === 0 ? 0 : 1;
