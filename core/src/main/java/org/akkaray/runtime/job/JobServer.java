package org.akkaray.runtime.job;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.akkaray.runtime.OptionRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs drivers beside the head node, each in a JVM of its own, and tells of them, over HTTP (the
 * paths are those of Ray's jobs API):
 *
 * <pre>
 *   GET  /api/packages/SHA256          200 if the jar is here, else 404
 *   PUT  /api/packages/SHA256          the jar
 *   POST /api/jobs/                    starts a job: {@link JobSubmission}, answers its submission_id
 *   GET  /api/jobs/                    all jobs
 *   GET  /api/jobs/ID                  one: {@link JobInfo}
 *   GET  /api/jobs/ID/logs[?follow]    its output; with follow, until it has ended
 *   POST /api/jobs/ID/stop             ends its driver
 * </pre>
 *
 * <p>Whoever reaches it can run code: it listens on loopback unless told otherwise, and refuses
 * what web pages send. Drivers end with it, also if its JVM is killed. Thread-safe.
 */
public final class JobServer implements AutoCloseable {
  /** The port of Ray's. */
  public static final int DEFAULT_PORT = 8265;

  private static final Logger log = LoggerFactory.getLogger(JobServer.class);
  private static final String PACKAGES = "/api/packages/";
  private static final String JOBS = "/api/jobs/";
  private static final int MOST_JSON = 1 << 20;

  private final HttpServer http;
  private final ExecutorService threads;
  private final CodeCache jars;
  private final SubmittedJobs jobs;

  /**
   * How it runs.
   *
   * @param host to listen on
   * @param port to listen on, 0 for any
   * @param clusterAddress the cluster that drivers join, as host:port; empty for each a cluster of
   *     its own
   * @param folder for jars and logs; made if it is not there
   * @param classPath of the drivers, before their jar: the node's own
   * @param jvmOptions of the drivers, the flags that every JVM of akka-ray has among them
   */
  public record Settings(
      String host,
      int port,
      String clusterAddress,
      Path folder,
      String classPath,
      List<String> jvmOptions) {
    /** Refuses a port that is none. */
    public Settings {
      OptionRules.name("host", host);
      if (port < 0 || port > 65_535) {
        throw OptionRules.bad("port", "must be between 0 and 65535", port);
      }
      folder = folder.toAbsolutePath();
      jvmOptions = List.copyOf(jvmOptions);
    }

    /**
     * On loopback and {@link #DEFAULT_PORT}, with this JVM's class path.
     *
     * @param jvmOptions the flags that every JVM of akka-ray has, and more
     */
    public static Settings of(String clusterAddress, Path folder, List<String> jvmOptions) {
      return new Settings(
          "127.0.0.1",
          DEFAULT_PORT,
          clusterAddress,
          folder,
          System.getProperty("java.class.path"),
          jvmOptions);
    }

    /** The same on another port; 0 for any. */
    public Settings withPort(int port) {
      return new Settings(host, port, clusterAddress, folder, classPath, jvmOptions);
    }
  }

  private JobServer(Settings settings) throws IOException {
    this.jars = new CodeCache(settings.folder().resolve("jars"));
    this.jobs = new SubmittedJobs(settings, jars);
    this.http = HttpServer.create(new InetSocketAddress(settings.host(), settings.port()), 0);
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("ray-job-server-", 0).factory());
    http.setExecutor(threads);
    http.createContext("/", this::handle);
    http.start();
  }

  /**
   * Starts a server.
   *
   * @throws IllegalStateException if it cannot listen, in one sentence
   */
  public static JobServer start(Settings settings) {
    try {
      return new JobServer(settings);
    } catch (BindException e) {
      throw new IllegalStateException(
          "The job server cannot listen on "
              + settings.host()
              + ":"
              + settings.port()
              + " ("
              + e.getMessage()
              + "): choose another port.",
          e);
    } catch (IOException e) {
      throw new IllegalStateException("The job server cannot start: " + e, e);
    }
  }

  /** Where it listens, as host:port. */
  public String address() {
    InetSocketAddress address = http.getAddress();
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  /** Stops all jobs and stops listening. */
  @Override
  public void close() {
    jobs.close();
    http.stop(1); // those who follow a log hear its end
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        if (exchange.getRequestHeaders().containsKey("Origin")) {
          answer(exchange, 403, Map.of("error", "This server does not answer web pages."));
          return;
        }
        route(exchange);
      } catch (IllegalArgumentException e) {
        answer(exchange, 400, Map.of("error", String.valueOf(e.getMessage())));
      } catch (IllegalStateException e) {
        answer(exchange, 503, Map.of("error", String.valueOf(e.getMessage())));
      }
    } catch (IOException e) {
      log.debug("{} was not answered", exchange.getRequestURI(), e); // the client went away
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      log.error("{} failed", exchange.getRequestURI(), e);
      throw e;
    }
  }

  private void route(HttpExchange exchange) throws IOException, InterruptedException {
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    if (path.startsWith(PACKAGES)) {
      packages(exchange, method, new CodeHash(path.substring(PACKAGES.length())));
    } else if (path.equals(JOBS) && method.equals("POST")) {
      answer(exchange, 200, Map.of("submission_id", jobs.submit(submission(exchange))));
    } else if (path.equals(JOBS) && method.equals("GET")) {
      Stream<Map<String, Object>> all = jobs.list().stream().map(JobInfo::fields);
      answer(exchange, 200, Map.of("jobs", all.toList()));
    } else if (path.startsWith(JOBS)) {
      String[] rest = path.substring(JOBS.length()).split("/", 2);
      DriverProcess job = jobs.job(rest[0]).orElse(null);
      if (job == null) {
        answer(exchange, 404, Map.of("error", "There is no job " + rest[0] + "."));
      } else {
        job(exchange, method, job, rest.length == 1 ? "" : rest[1]);
      }
    } else {
      answer(exchange, 404, Map.of("error", "There is nothing at " + path + "."));
    }
  }

  private void packages(HttpExchange exchange, String method, CodeHash hash) throws IOException {
    switch (method) {
      case "GET", "HEAD" ->
          answer(exchange, jars.contains(hash) ? 200 : 404, Map.of("hash", hash.hex()));
      case "PUT" -> {
        try (InputStream body = exchange.getRequestBody()) {
          jars.keep(hash, body);
        }
        answer(exchange, 200, Map.of("hash", hash.hex()));
      }
      default -> answer(exchange, 405, Map.of("error", method + " is not for packages."));
    }
  }

  private static JobSubmission submission(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MOST_JSON + 1);
    if (body.length > MOST_JSON) {
      throw new IllegalArgumentException("The submission is longer than " + MOST_JSON + " bytes.");
    }
    return JobSubmission.of(Json.parse(new String(body, StandardCharsets.UTF_8)));
  }

  private static void job(HttpExchange exchange, String method, DriverProcess job, String what)
      throws IOException, InterruptedException {
    switch (method + " " + what) {
      case "GET " -> answer(exchange, 200, job.info().fields());
      case "GET logs" -> {
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(200, 0); // as long as it gets
        try (OutputStream out = exchange.getResponseBody()) {
          String query = exchange.getRequestURI().getQuery();
          job.copyLog(out, query != null && query.startsWith("follow"));
        }
      }
      case "POST stop" -> {
        boolean stopped = job.stop();
        answer(exchange, 200, Map.of("stopped", stopped));
      }
      default ->
          answer(exchange, 404, Map.of("error", "A job has no " + method + " " + what + "."));
    }
  }

  private static void answer(HttpExchange exchange, int status, Map<String, ?> fields)
      throws IOException {
    byte[] body = Json.write(fields).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }
}
