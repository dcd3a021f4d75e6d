/** The aim for a ratio, ours to theirs. */
export type Aim = { atLeast: number } | { atMost: number };

/** Two medians of one run, or two lists of medians. */
export interface Comparison {
  name: string;
  ours: number | readonly number[];
  /** As many as `ours`. */
  theirs: number | readonly number[];
  unit: 'ms' | 'µs' | 'requests/s' | 'MB' | 'kB' | 'points' | 'of the screen';
  /** How it was measured. */
  how: string;
  /** @default none */
  aim?: Aim | undefined;
}

/** Prints the ratio first: on another machine, or a busy one, only the ratio is meaningful. */
export function report({ name, ours, theirs, unit, how, aim }: Comparison): void {
  const others = [theirs].flat();
  const ratios = [ours].flat().map((number, index) => number / (others[index] ?? Number.NaN));
  const [first, second] = [ours, theirs].map((numbers) => `${[numbers].flat().map(shortened).join(', ')} ${unit}`);
  const verdict = aim ? `; ${judged(ratios, aim)}` : '';
  console.log(`${ratios.map((ratio) => `${ratio.toFixed(2)}×`).join(' ')}  ${name}${verdict}`);
  console.log(`       ${first} : ${second}; ${how}`);
}

/** Three significant digits, or all digits before the point. */
function shortened(number: number): string {
  return number.toFixed(number < 10 ? 2 : number < 100 ? 1 : 0);
}

function judged(ratios: readonly number[], aim: Aim): string {
  const [sign, limit] = 'atLeast' in aim ? ['≥', aim.atLeast] : ['≤', aim.atMost];
  const isReached = ratios.every((ratio) => (sign === '≥' ? ratio >= limit : ratio <= limit));
  return `aim ${sign} ${limit}×: ${isReached ? 'reached' : 'not reached'}`;
}
