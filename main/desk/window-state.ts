/** Where the window stood, so that it stands there again: only where somebody can see it. */
import { z } from 'zod';
import { type KeptJson, keptJson } from './kept-json.ts';

const bounds = z.strictObject({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) });
const stateSchema = z.strictObject({ bounds, maximized: z.boolean() });

export type WindowState = z.output<typeof stateSchema>;
type Rectangle = z.output<typeof bounds>;

/** In device-independent pixels. */
export const SMALLEST = { width: 800, height: 560 };
const FIRST = { width: 1280, height: 800 };
/** How much of a window's top edge must lie on a display for a hand to reach it. */
const REACHABLE = { width: 120, height: 32 };

function reachable(window: Rectangle, display: Rectangle): boolean {
  const left = Math.max(window.x, display.x);
  const right = Math.min(window.x + window.width, display.x + display.width);
  const below = display.y + display.height - window.y;
  return right - left >= REACHABLE.width && window.y >= display.y && below >= REACHABLE.height;
}

/**
 * The size and place to open with.
 * @param displays the work areas of all displays, the primary one first
 * @returns the saved place when its title bar lies on a display, else a size that fits the primary one, placed by the OS
 */
export function openingBounds(
  saved: WindowState | null,
  displays: readonly Rectangle[],
): { readonly width: number; readonly height: number; readonly x?: number; readonly y?: number } {
  if (saved !== null && displays.some((display) => reachable(saved.bounds, display))) return saved.bounds;
  const [primary] = displays;
  if (primary === undefined) return FIRST;
  return { width: Math.min(FIRST.width, primary.width), height: Math.min(FIRST.height, primary.height) };
}

/** The place as it is kept; a window can always open without it. */
export function windowStateFile(path: string): KeptJson<WindowState> {
  return keptJson(path, stateSchema);
}
