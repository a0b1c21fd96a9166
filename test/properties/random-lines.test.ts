import { test } from 'vitest';
import { searchForFaults } from './check.ts';

/* More, or others: npx tsx test/properties/search.ts SEQUENCES SEED */
test('random command lines break nothing', { timeout: 60_000 }, () => {
  searchForFaults(60, 20261124, 12_000);
});
