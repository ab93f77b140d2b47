/** Counts rows and keeps their span. */
export class Span {
  rows = 0;
  firstMs: number | null = null;
  lastMs: number | null = null;

  add(atMs: number): void {
    this.rows += 1;
    if (this.firstMs === null || atMs < this.firstMs) this.firstMs = atMs;
    if (this.lastMs === null || atMs > this.lastMs) this.lastMs = atMs;
  }
}
