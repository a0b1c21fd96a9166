export { createEngine, dockerdProgram, type EngineParts, loadEngine, type SimulatedEngine } from './engine.ts';
