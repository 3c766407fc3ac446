const mostLoose = 512;

/** Text that grows by small pieces: appending is cheap, and millions of pieces do not pile up. */
export class TextParts {
  private readonly joined: string[] = [];
  private loose: string[] = [];

  push(text: string): void {
    this.loose.push(text);
    if (this.loose.length < mostLoose) return;
    this.joined.push(this.loose.join(''));
    this.loose = [];
  }

  get isEmpty(): boolean {
    return this.joined.length === 0 && this.loose.length === 0;
  }

  toString(): string {
    return this.joined.join('') + this.loose.join('');
  }
}
