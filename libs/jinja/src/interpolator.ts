import type { Json } from '@twl/contracts';
import type { Interpolator } from './template';
import { CompiledTemplate } from './compiled-template';
import { CompiledNested } from './nested-template';
import { compileProgram, type Program } from './program';

/** Compiles the templates of a manifest; equal texts are compiled once. */
export const createInterpolator = (): Interpolator => {
  const programs = new Map<string, Program>();
  const compileTemplate: Interpolator['compile'] = (text, parameters = {}, { exact } = {}) => {
    const program = programs.get(text) ?? compileProgram(text);
    programs.set(text, program);
    const isExact = exact === true || [...(exact ?? [])].some((name) => program.reads.has(name));
    return new CompiledTemplate(program, parameters, isExact);
  };
  return {
    compile: compileTemplate,
    compileNested: (value: Json, parameters, options) => new CompiledNested(value, (text) => compileTemplate(text, parameters, options)),
  };
};
