package org.akkaray.runtime.job;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job that was submitted to a {@link JobServer}.
 *
 * @param id its submission id
 * @param entrypoint the jar, the class and the arguments, for people
 * @param exitCode of its driver, null while that runs
 * @param startMillis in milliseconds since 1970, by the server's clock
 * @param endMillis null while it runs
 */
public record JobInfo(
    String id,
    JobStatus status,
    String entrypoint,
    @Nullable Integer exitCode,
    long startMillis,
    @Nullable Long endMillis) {

  String toJson() {
    return Json.write(fields());
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("submission_id", id);
    fields.put("status", status.name());
    fields.put("entrypoint", entrypoint);
    fields.put("driver_exit_code", exitCode);
    fields.put("start_time", startMillis);
    fields.put("end_time", endMillis);
    return fields;
  }

  static JobInfo of(Json json) {
    Long exitCode = json.number("driver_exit_code");
    Long start = json.number("start_time");
    return new JobInfo(
        json.text("submission_id", ""),
        JobStatus.valueOf(json.text("status", "")),
        json.text("entrypoint", ""),
        exitCode == null ? null : exitCode.intValue(),
        start == null ? 0 : start,
        json.number("end_time"));
  }
}
