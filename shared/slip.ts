/** What is on paper, as data: the same for the printer, the screen and the journal. */

/** One thing on a slip, from top to bottom. */
export type SlipPart =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly align: 'left' | 'center';
      readonly size: 'normal' | 'large';
      readonly bold: boolean;
      /** white on black, for SANDBOX and COPY marks */
      readonly inverted: boolean;
    }
  | { readonly kind: 'pair'; readonly label: string; readonly value: string }
  | { readonly kind: 'qr'; readonly content: string }
  | { readonly kind: 'rule' }
  | { readonly kind: 'feed'; readonly lines: number };

export interface Slip {
  readonly title: string;
  readonly parts: readonly SlipPart[];
}
