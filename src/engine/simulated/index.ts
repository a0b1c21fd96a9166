export { createEngine, dockerdProgram, type EngineParts, loadEngine, type SimulatedEngine } from './engine.ts';
export type {
  ContainerRecord,
  EngineNote,
  EngineState,
  ImageLayerRecord,
  ImageRecord,
  MountRecord,
  VolumeRecord,
} from './state.ts';
