// Imported into a server: tells, when it is asked, what its heap holds after a garbage collection.
process.on('message', () => {
  globalThis.gc();
  process.send(process.memoryUsage());
});
process.channel.unref();
