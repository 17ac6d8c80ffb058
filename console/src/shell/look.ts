import { applyDensity, applyMode, Density, disableMotion, Mode } from '@cloudscape-design/global-styles';
import { useSyncExternalStore } from 'react';
import { preference, setPreference, watchPreferences } from './preferences.ts';

export type ModeWish = 'system' | 'light' | 'dark';
type DensityWish = 'comfortable' | 'compact';

const isDark = window.matchMedia('(prefers-color-scheme: dark)');
const isStill = window.matchMedia('(prefers-reduced-motion: reduce)');

/** Colours, density and motion as the person wants them, now and whenever that changes. */
export function applyLook(): void {
  const apply = () => {
    const mode = preference<ModeWish>('mode', 'system');
    applyMode(mode === 'dark' || (mode === 'system' && isDark.matches) ? Mode.Dark : Mode.Light);
    applyDensity(
      preference<DensityWish>('density', 'comfortable') === 'compact' ? Density.Compact : Density.Comfortable,
    );
    disableMotion(isStill.matches);
  };
  apply();
  isDark.addEventListener('change', apply);
  isStill.addEventListener('change', apply);
  watchPreferences(apply);
}

/** What is chosen, and how to choose another. */
export function useLook() {
  const mode = useSyncExternalStore(watchPreferences, () => preference<ModeWish>('mode', 'system'));
  const density = useSyncExternalStore(watchPreferences, () => preference<DensityWish>('density', 'comfortable'));
  return {
    mode,
    density,
    setMode: (wish: ModeWish) => setPreference('mode', wish),
    setDensity: (wish: DensityWish) => setPreference('density', wish),
  };
}
