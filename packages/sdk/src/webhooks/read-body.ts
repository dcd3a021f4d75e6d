/** The whole of a stream of bytes; undefined as soon as it is longer than `limit`, of which then no more is read. */
export async function readBody(chunks: AsyncIterable<Uint8Array>, limit: number): Promise<ArrayBuffer | undefined> {
  const kept: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.byteLength;
    if (length > limit) return undefined;
    kept.push(chunk);
  }
  return new Blob(kept as BlobPart[]).arrayBuffer();
}
