import { expect, test } from 'vitest';
import { type Grid, pathOf, type Route, routePipes } from './routes.ts';

const GRID: Grid = { channels: [100, 200, 300], channelWidth: 30, corridor: 500, corridorHeight: 20 };
/** `key wall-x,wall-y channel store-x,store-y channel` */
const route = (text: string): Route => {
  const [key = '', from = '', fromChannel, to = '', toChannel] = text.split(' ');
  const point = (pair: string) => ({ x: Number(pair.split(',')[0]), y: Number(pair.split(',')[1]) });
  return {
    key,
    trunk: key,
    from: point(from),
    fromChannel: Number(fromChannel),
    to: point(to),
    toChannel: Number(toChannel),
  };
};
const drawn = (...texts: string[]) =>
  Object.fromEntries(
    [...routePipes(texts.map(route), GRID)].map(([key, points]) => [
      key,
      points.map(({ x, y }) => `${x},${y}`).join(' '),
    ]),
  );

test('along one channel', () => {
  expect(drawn('a 90,50 0 110,700 0')).toEqual({ a: '90,50 100,50 100,700 110,700' });
});

test('straight, when both ends are at the same height', () => {
  expect(drawn('a 90,50 0 60,50 0')).toEqual({ a: '90,50 60,50' });
});

test('by the corridor into another channel', () => {
  expect(drawn('a 90,50 0 290,700 2')).toEqual({ a: '90,50 100,50 100,500 300,500 300,700 290,700' });
});

test('side by side in lanes, where they would cover each other', () => {
  expect(drawn('a 90,50 0 110,700 0', 'b 90,80 0 110,720 0')).toEqual({
    a: '90,50 95.5,50 95.5,700 110,700',
    b: '90,80 104.5,80 104.5,720 110,720',
  });
});

test('in one lane, where they lead to one store', () => {
  const together = ['a 90,50 0 110,700 0', 'b 90,80 0 110,700 0'].map((text) => ({ ...route(text), trunk: 's' }));
  const points = routePipes([...together, route('c 90,90 0 110,720 0')], GRID);
  expect([...points].map(([, [, second]]) => second?.x)).toEqual([95.5, 95.5, 104.5]);
});

test('in one lane, where they would not', () => {
  const { a, b } = drawn('a 90,50 0 110,100 0', 'b 90,300 0 110,400 0');
  expect([a, b]).toEqual(['90,50 100,50 100,100 110,100', '90,300 100,300 100,400 110,400']);
});

test('lanes stay within the channel, however many', () => {
  const texts = Array.from({ length: 12 }, (_, n) => `p${n} 80,${50 + n} 0 120,${700 + n} 0`);
  const lanes = Object.values(drawn(...texts)).map((points) => Number(points.split(' ')[1]?.split(',')[0]));
  expect(Math.min(...lanes)).toBe(85);
  expect(Math.max(...lanes)).toBe(115);
  expect(new Set(lanes).size).toBe(12);
});

test('corners are round, short stretches less so', () => {
  const corner = (x: number) =>
    pathOf([
      { x: 0, y: 0 },
      { x, y: 0 },
      { x, y: 40 },
    ]);
  expect(corner(40)).toBe('M0 0L33 0Q40 0 40 7L40 40');
  expect(corner(6)).toBe('M0 0L3 0Q6 0 6 3L6 40');
});
