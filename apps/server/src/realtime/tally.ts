/** What the sockets of this node have done since it started: read for the server's figures. */
export class Tally {
  received = 0;
  delivered = 0;
  updatesDropped = 0;
  slowReadersClosed = 0;
}
