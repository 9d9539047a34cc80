/** A sound for success and one for failure, for a cashier who looks at the customer. */
import { useTill } from './store.ts';

const SOUNDS = {
  success: new Audio(new URL('../resources/sounds/success.wav', import.meta.url).href),
  failure: new Audio(new URL('../resources/sounds/failure.wav', import.meta.url).href),
} as const;

export function play(sound: keyof typeof SOUNDS): void {
  if (useTill.getState().snapshot?.sounds !== true) return;
  const audio = SOUNDS[sound];
  audio.currentTime = 0;
  audio.play().catch(() => undefined); // a till without a loudspeaker says it all on the screen
}
