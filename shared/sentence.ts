/** One sentence of the catalogue in both languages; `next` says what to do. */
export interface Sentence {
  readonly id: string;
  readonly en: string;
  readonly nextId?: string;
  readonly nextEn?: string;
}
