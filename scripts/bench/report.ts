/** Two medians of one run, and what they are of. */
export interface Comparison {
  name: string;
  ours: number;
  theirs: number;
  unit: 'ms' | 'µs' | 'requests/s';
  /** How it was measured. */
  how: string;
}

/** The ratio first: on another machine, or a busy one, it is all that means something. */
export function report({ name, ours, theirs, unit, how }: Comparison): void {
  const digits = unit === 'µs' ? 1 : 0;
  const [one, other] = [ours, theirs].map((number) => `${number.toFixed(digits)} ${unit}`);
  console.log(`${(ours / theirs).toFixed(2)}×  ${name}\n       ${one} : ${other}; ${how}`);
}
