// Responds at once without reading anything, to measure the load generator.
import { createServer } from 'node:net';

const body = JSON.stringify({ success: true, filler: 'x'.repeat(480) });
const response = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;

createServer((socket) => {
  socket.on('data', () => socket.write(response));
  socket.on('error', () => {});
}).listen(Number(process.argv[2]), '127.0.0.1');
