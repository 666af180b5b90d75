package org.akkaray.runtime.remote;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.job.CodeEntry;
import org.akkaray.runtime.job.CodeHash;
import org.akkaray.runtime.job.CodePackage;
import org.akkaray.runtime.wire.JobDefinition;
import org.akkaray.runtimeenv.RuntimeEnv;
import org.jspecify.annotations.Nullable;

/** Jobs as nodes tell each other of them. */
public final class WireJobs {
  private WireJobs() {}

  /** What other nodes must know of a job. */
  public static JobDefinition toWire(
      UniqueId driver, String namespace, CodePackage code, @Nullable RuntimeEnv runtimeEnv) {
    JobDefinition.Builder wire =
        JobDefinition.newBuilder().setNamespace(namespace).setDriver(Ids.toWire(driver));
    for (CodeEntry entry : code.entries()) {
      wire.addCode(
          org.akkaray.runtime.wire.CodeEntry.newBuilder()
              .setHash(ByteString.copyFrom(HexFormat.of().parseHex(entry.hash().hex())))
              .setSize(entry.size())
              .setName(entry.name()));
    }
    if (runtimeEnv != null) {
      wire.setRuntimeEnv(runtimeEnv.serialize());
    }
    return wire.build();
  }

  /** What the job needs around it. */
  public static RuntimeEnv runtimeEnv(JobDefinition definition) {
    return definition.getRuntimeEnv().isEmpty()
        ? new RuntimeEnv.Builder().build()
        : RuntimeEnv.deserialize(definition.getRuntimeEnv());
  }

  /** The job's code. */
  public static CodePackage code(JobDefinition definition) {
    List<CodeEntry> entries = new ArrayList<>(definition.getCodeCount());
    definition
        .getCodeList()
        .forEach(entry ->
            entries.add(
                new CodeEntry(
                    entry.getName(),
                    new CodeHash(HexFormat.of().formatHex(entry.getHash().toByteArray())),
                    entry.getSize())));
    return new CodePackage(entries);
  }
}
