import type { Assembly } from './assemble.js';
import type { Sandbox } from './sandbox.js';

/** The sandbox as its users see it: in a file of its own, so that no declaration of the package names its parts. */
export function sandboxOf({ simulation, app, close }: Assembly): Sandbox {
  let isClosed = false;
  const end = async () => {
    isClosed = true;
    await close();
  };
  // The getters of the simulation stay getters.
  return Object.defineProperties({} as Sandbox, {
    ...Object.getOwnPropertyDescriptors(simulation),
    fetch: {
      enumerable: true,
      async value(input: Request | URL | string, init?: RequestInit) {
        if (isClosed) throw new TypeError('The sandbox is closed.');
        return app.fetch(typeof input === 'object' && 'method' in input && !init ? input : new Request(input, init));
      },
    },
    close: { value: end, enumerable: true },
    [Symbol.asyncDispose]: { value: end },
  });
}
