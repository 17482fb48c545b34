import { createServer } from 'node:http';
import { Server } from 'socket.io';

// A chat as the guide of Socket.IO builds it: one room, broadcast to it, acknowledged at once, kept nowhere.
const ROOM = 'show';
const http = createServer();
const io = new Server(http, { transports: ['websocket'], serveClient: false });
let offset = 0;

io.on('connection', (socket) => {
  socket.on('register', (acknowledge) => {
    socket.join(ROOM);
    acknowledge();
  });
  socket.on('chat_message', (message, acknowledge) => {
    offset += 1;
    const viewerId = '0'.repeat(24);
    io.to(ROOM).emit('chat_message', {
      streamId: viewerId,
      offset,
      key: `${viewerId}:${process.pid}.127.0.0.1.1.${offset}`,
      viewerId,
      timestamp: new Date().toISOString(),
      username: 'Inès Moreau',
      message,
      isAdmin: true,
    });
    acknowledge();
  });
});
http.listen({ host: '127.0.0.1', port: 0, backlog: 4096 }, () => process.send({ port: http.address().port }));
process.on('disconnect', () => process.exit(0));
