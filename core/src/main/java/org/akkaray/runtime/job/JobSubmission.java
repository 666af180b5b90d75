package org.akkaray.runtime.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.akkaray.runtime.OptionRules;

/**
 * What a {@link JobServer} is asked to run.
 *
 * @param jar what the jar is called; its content was sent before
 * @param mainClass empty for the jar's own
 * @param namespace of the job's named actors; empty for a random one
 */
public record JobSubmission(
    String jar, CodeHash hash, String mainClass, String namespace, List<String> arguments) {
  /** Refuses a jar's name that is none. */
  public JobSubmission {
    OptionRules.name("jar", jar);
    if (jar.chars().anyMatch(c -> c < ' ' || c == '/' || c == '\\') || jar.startsWith(".")) {
      throw new IllegalArgumentException("jar must be the name of a file, but is " + jar);
    }
    arguments = List.copyOf(arguments);
  }

  String entrypoint(String resolvedClass) {
    List<String> words = new ArrayList<>(List.of(jar, resolvedClass));
    words.addAll(arguments);
    return String.join(" ", words);
  }

  String toJson() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("jar", jar);
    fields.put("jar_sha256", hash.hex());
    fields.put("main_class", mainClass);
    fields.put("namespace", namespace);
    fields.put("arguments", arguments);
    return Json.write(fields);
  }

  static JobSubmission of(Json json) {
    return new JobSubmission(
        json.text("jar", ""),
        new CodeHash(json.text("jar_sha256", "")),
        json.text("main_class", ""),
        json.text("namespace", ""),
        json.texts("arguments"));
  }
}
