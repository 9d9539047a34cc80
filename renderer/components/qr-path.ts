/** The dark modules of a QR as one SVG path: a run of dark modules is one bar, so that no seams show between them. */

/** Light modules around a QR (ISO/IEC 18004). */
export const QUIET_ZONE = 4;

/** @param rows row by row, `1` is dark, without the quiet zone */
export function modulesPath(rows: readonly string[]): string {
  return rows
    .flatMap((row, y) =>
      Array.from(row.matchAll(/1+/g), ({ index, 0: run }) => {
        const width = run.length;
        return `M${index + QUIET_ZONE} ${y + QUIET_ZONE}h${width}v1h-${width}z`;
      }),
    )
    .join('');
}
