package org.akkaray.gcs.cli;

/** Writes JSON, a piece at a time; who calls sees to the nesting. Not thread-safe. */
final class JsonText {
  private final StringBuilder text = new StringBuilder();
  private boolean needsComma;

  JsonText beginObject() {
    separate();
    text.append('{');
    needsComma = false;
    return this;
  }

  JsonText endObject() {
    text.append('}');
    needsComma = true;
    return this;
  }

  JsonText beginArray() {
    separate();
    text.append('[');
    needsComma = false;
    return this;
  }

  JsonText endArray() {
    text.append("]\n");
    needsComma = true;
    return this;
  }

  JsonText name(String name) {
    separate();
    quote(name);
    text.append(':');
    needsComma = false;
    return this;
  }

  JsonText field(String name, String value) {
    name(name);
    quote(value);
    needsComma = true;
    return this;
  }

  JsonText field(String name, long value) {
    name(name);
    text.append(value);
    needsComma = true;
    return this;
  }

  private void separate() {
    if (needsComma) {
      text.append(",\n");
    }
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        default -> {
          if (c < 0x20 || Character.isSurrogate(c)) {
            text.append("\\u%04x".formatted((int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
