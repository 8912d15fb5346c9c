/** What the jobs of the zoo did, in the order in which they did it. */
export const JobBuffer = {
  lines: [] as string[],

  add(line: string): void {
    this.lines.push(line);
  },

  clear(): void {
    this.lines = [];
  },
};
