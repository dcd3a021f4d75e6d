/** A heading is at the top of the window when it is this far from it, in pixels: the bar of the site is above it. */
export const AT_TOP = 300;
