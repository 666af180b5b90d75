package org.akkaray.runtime.job;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON objects as maps, with the library that reads the configuration. */
final class Json {
  private final Map<String, Object> fields;

  private Json(Map<String, Object> fields) {
    this.fields = fields;
  }

  /** Reads an object; anything else is an {@link IllegalArgumentException}. */
  static Json parse(String text) {
    try {
      return new Json(
          ConfigFactory.parseString(
                  text, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON))
              .root()
              .unwrapped());
    } catch (ConfigException e) {
      throw new IllegalArgumentException("not a JSON object: " + e.getMessage(), e);
    }
  }

  static String write(Map<String, ?> fields) {
    return ConfigValueFactory.fromMap(fields).render(ConfigRenderOptions.concise());
  }

  /** A text, or one that stands for it if it is absent or null. */
  String text(String name, String otherwise) {
    Object value = fields.get(name);
    return value == null ? otherwise : String.valueOf(value);
  }

  /** A whole number; null if it is absent. */
  @Nullable Long number(String name) {
    Object value = fields.get(name);
    return switch (value) {
      case null -> null;
      case Number number -> number.longValue();
      default -> throw new IllegalArgumentException(name + " must be a number, but is " + value);
    };
  }

  /** A list of texts, empty if it is absent. */
  List<String> texts(String name) {
    Object value = fields.get(name);
    return switch (value) {
      case null -> List.of();
      case List<?> list -> list.stream().map(String::valueOf).toList();
      default -> throw new IllegalArgumentException(name + " must be a list, but is " + value);
    };
  }

  /** A list of objects, empty if it is absent. */
  @SuppressWarnings("unchecked") // objects of JSON have texts as keys
  List<Json> objects(String name) {
    return fields.get(name) instanceof List<?> list
        ? list.stream().map(element -> new Json((Map<String, Object>) element)).toList()
        : List.of();
  }
}
