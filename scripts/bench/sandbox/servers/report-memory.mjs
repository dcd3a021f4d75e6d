// Imported into a server: reports the memory after a garbage collection when asked.
process.on('message', () => {
  globalThis.gc();
  process.send(process.memoryUsage());
});
process.channel.unref();
