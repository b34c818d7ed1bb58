import { defineAction } from '../audit/define-action';
import { previewPause, previewResume, type PausedSource, type PausePorts } from '../sources/preview-pause';

/**
 * Pauses a source: its schedule makes no runs until it is resumed; runs by hand are made. Runs that go on are not cancelled. Safe to repeat: the
 * first pause is kept. @throws NotFoundError
 */
export const pauseSource = defineAction(async (ports: PausePorts, name: string, { who, why }) => {
  const preview = await previewPause(ports, name);
  const perform = async (): Promise<PausedSource> => {
    const changed = await ports.pauses.pause({ source: name, who, why, at: ports.clock.iso() });
    return { ...preview, changed, pause: (await ports.pauses.get(name)) ?? null };
  };
  return { action: 'pause', target: name, perform, describe: describePaused };
});

/** Ends the pause of a source: its schedule makes runs again, also those it missed as its `catchUp` says. Safe to repeat. @throws NotFoundError */
export const resumeSource = defineAction(async (ports: PausePorts, name: string) => {
  const preview = await previewResume(ports, name);
  const perform = async (): Promise<PausedSource> => ({ ...preview, changed: await ports.pauses.resume(name), pause: null });
  return { action: 'resume', target: name, perform, describe: describeResumed };
});

const describePaused = ({ changed, pause, running }: PausedSource): string =>
  changed ? `paused; ${running.length} runs go on` : `nothing to do: paused by ${pause?.who ?? 'somebody'} already`;

const describeResumed = ({ changed, missed }: PausedSource): string =>
  changed ? `resumed; ${missed} missed runs are made up for` : 'nothing to do: it was not paused';
