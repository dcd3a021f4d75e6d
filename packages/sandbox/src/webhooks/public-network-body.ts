import { Readable } from 'node:stream';
import { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { setImmediate as turn } from 'node:timers/promises';

/** A body that is all there as its bytes, which have a length; one that comes piece by piece as the stream it is. */
export async function bytesOrStream(body: ReadableStream<Uint8Array>): Promise<Uint8Array | Readable> {
  const reader = body.getReader();
  const pieces: Uint8Array[] = [];
  for (;;) {
    const reading = reader.read();
    const result = await Promise.race([reading, turn(undefined)]);
    if (!result) return remaining(pieces, reading, reader);
    if (result.done) return Buffer.concat(pieces);
    pieces.push(result.value);
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** The pieces that came, the one that is awaited, and all that follow. */
function remaining(pieces: readonly Uint8Array[], awaited: ReturnType<Reader['read']>, reader: Reader): Readable {
  let reading: typeof awaited | undefined = awaited;
  return Readable.fromWeb(
    new NodeReadableStream<Uint8Array>({
      start(controller) {
        for (const piece of pieces) controller.enqueue(piece);
      },
      async pull(controller) {
        const { done, value } = await (reading ?? reader.read());
        reading = undefined;
        if (done) controller.close();
        else controller.enqueue(value);
      },
      // Whoever makes the pieces need not make more when the receiver is gone.
      cancel: (reason) => reader.cancel(reason),
    }),
  );
}
