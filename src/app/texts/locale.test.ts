import { describe, expect, test } from 'vitest';
import { bestLocale } from './locale.ts';

describe('the language that fits best what a browser asks for', () => {
  const there = ['en', 'de', 'pt-BR'];
  test.each([
    [['de'], 'de'],
    [['DE'], 'de'],
    [['de-AT', 'en'], 'de'],
    [['pt-PT'], 'pt-BR'],
    [['fr', 'pt-br', 'en'], 'pt-BR'],
    [['fr-CH', 'en-GB', 'de'], 'en'],
    [['fr'], 'en'],
    [[], 'en'],
  ])('%j: %s', (wanted, best) => {
    expect(bestLocale(wanted, there)).toBe(best);
  });
});
