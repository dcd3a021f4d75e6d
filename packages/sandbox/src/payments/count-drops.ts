/** After the first, every so many are told. */
const OFTEN = 10_000;

/** Tells of what is dropped, in a line for many. Gives what is called for each. */
export function countDrops(what: string, warn: (line: string) => void): (limit: string) => void {
  let count = 0;
  return (limit) => {
    count++;
    if (count === 1) warn(`there are too many ${what}, more than ${limit}: from now on the oldest are dropped`);
    else if (count % OFTEN === 0) warn(`dropped ${count} ${what} so far, the oldest first`);
  };
}
