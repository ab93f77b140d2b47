// Loaded into a process by NODE_OPTIONS: whoever opens a socket, listens on one or asks for a name ends at once, and says so.
const dgram = require('node:dgram');
const dns = require('node:dns');
const { writeSync } = require('node:fs');
const net = require('node:net');

function forbidden(what) {
  return () => {
    writeSync(2, `a socket was wanted: ${what}\n${new Error().stack}\n`);
    process.exit(99);
  };
}

net.Socket.prototype.connect = forbidden('connect');
net.Server.prototype.listen = forbidden('listen');
dgram.Socket.prototype.bind = forbidden('bind');
dgram.Socket.prototype.send = forbidden('send');
for (const holder of [dns, dns.promises]) {
  holder.lookup = forbidden('lookup');
  holder.resolve = forbidden('resolve');
}
globalThis.fetch = forbidden('fetch');
