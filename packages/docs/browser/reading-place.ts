/** From here on a heading is read, in pixels below the top of the window: where a link to it brings it, and a line more. */
const READ_FROM = 120;

/** The last of the parts whose beginning a reader has come to; undefined before the first. */
export function partBeingRead<Part extends Element>(parts: readonly Part[]): Part | undefined {
  const visible = parts.filter((part) => part.getClientRects().length > 0);
  return visible.filter((part) => part.getBoundingClientRect().top < READ_FROM).at(-1);
}
