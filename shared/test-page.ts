/** What the test page asks: the answers that a person may give about what came out. */
export const TEST_PAGE = {
  /** The last number on the first line of the ruler: characters a line. */
  columns: [32, 42, 48],
  /** Modules of the ladder's QRs, in dots. */
  ladder: [2, 3, 4, 6, 8],
  /** The lines of accented letters: their label, and the table (ESC t n) that each was printed in. */
  codePages: [
    { label: '1', table: 0 },
    { label: '2', table: 2 },
    { label: '3', table: 16 },
    { label: '4', table: 19 },
  ],
} as const;
