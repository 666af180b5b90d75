package org.akkaray.runtime.link;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import org.akkaray.id.UniqueId;

/**
 * The first bytes of a connection: who speaks to whom. A process that took over the port of another
 * is not the one that was meant, and strangers do not know the first word.
 *
 * @param link names the sender's link, see {@code Frame.link}
 */
record Handshake(UniqueId from, UniqueId to, long link) {
  private static final long MAGIC = 0x616b6b6172617931L; // "akkaray1"

  void write(DataOutputStream out) throws IOException {
    out.writeLong(MAGIC);
    out.write(from.getBytes());
    out.write(to.getBytes());
    out.writeLong(link);
    out.flush();
  }

  /**
   * Reads one.
   *
   * @throws ProtocolException if it is none
   */
  static Handshake read(DataInputStream in) throws IOException {
    if (in.readLong() != MAGIC) {
      throw new ProtocolException("the first bytes are not those of an akka-ray node");
    }
    UniqueId from = UniqueId.fromBytes(in.readNBytes(UniqueId.LENGTH));
    UniqueId to = UniqueId.fromBytes(in.readNBytes(UniqueId.LENGTH));
    return new Handshake(from, to, in.readLong());
  }
}
