// Prints each event it receives as a line of JSON. Takes the address of the server, the transports to use and the
// projects to subscribe to; loses its connection for each line it reads.
import { createInterface } from "node:readline";
import { io } from "socket.io-client";

const [address, transports, ...projects] = process.argv.slice(2);
const socket = io(address, { transports: transports.split(","), reconnectionDelay: 10, reconnectionDelayMax: 100 });
const print = (event, data) =>
  console.log(JSON.stringify({ event, sid: socket.id, transport: socket.io.engine.transport.name, data }));

socket.onAny(print);
socket.on("connect", () => projects.forEach((project) => socket.emit("subscribe", { project_id: project })));
socket.on("disconnect", (reason) => console.log(JSON.stringify({ event: "disconnect", data: { reason } })));
createInterface({ input: process.stdin }).on("line", () => socket.io.engine.close());
