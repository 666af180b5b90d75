package org.akkaray.runtime.job;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Talks to a {@link JobServer}. Failures that a sentence explains are {@link JobClientException}s.
 * Thread-safe.
 */
public final class JobClient implements AutoCloseable {
  private final String address;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  /**
   * @param address of the server, as host:port
   */
  public JobClient(String address) {
    this.address = address;
    try {
      if (URI.create("http://" + address + "/").getPort() < 0) {
        throw new IllegalArgumentException("no port");
      }
    } catch (IllegalArgumentException e) {
      throw new JobClientException(
          "The job server's address must be HOST:PORT, but is " + address + ".", e);
    }
  }

  /** The server could not be reached, or refused; the message says why. */
  public static final class JobClientException extends RuntimeException {
    private static final long serialVersionUID = 1;

    JobClientException(String message, Throwable cause) {
      super(message, cause);
    }

    JobClientException(String message) {
      super(message);
    }
  }

  /**
   * Sends a jar, if the server does not have it, and starts its driver.
   *
   * @param mainClass empty for the jar's own
   * @param namespace empty for a random one
   * @return the job's submission id
   */
  public String submit(Path jar, String mainClass, String namespace, List<String> arguments) {
    String name = String.valueOf(jar.getFileName());
    CodeHash hash;
    try {
      if (!Files.isRegularFile(jar)) {
        throw new JobClientException("There is no file " + jar + ".");
      }
      MainClass.of(jar, name, mainClass); // says what is wrong before anything is sent
      hash = CodeHash.of(jar);
    } catch (IllegalArgumentException e) {
      throw new JobClientException(e.getMessage(), e);
    } catch (IOException e) {
      throw new JobClientException(jar + " cannot be read: " + e, e);
    }
    String where = "/api/packages/" + hash;
    if (send(request(where).GET()).statusCode() == 404) {
      try {
        checked(send(request(where).PUT(BodyPublishers.ofFile(jar))));
      } catch (FileNotFoundException e) {
        throw new JobClientException("There is no file " + jar + " any more.", e);
      }
    }
    String body = new JobSubmission(name, hash, mainClass, namespace, arguments).toJson();
    Json answer = checked(send(request("/api/jobs/").POST(BodyPublishers.ofString(body))));
    return answer.text("submission_id", "");
  }

  /** What is known of a job. */
  public JobInfo info(String id) {
    return JobInfo.of(checked(send(request("/api/jobs/" + checkedId(id)).GET())));
  }

  /** All jobs, in the order of their submission. */
  public List<JobInfo> list() {
    return checked(send(request("/api/jobs/").GET())).objects("jobs").stream()
        .map(JobInfo::of)
        .toList();
  }

  /** Ends a job's driver; false if it had ended. Waits for its end, some seconds at most. */
  public boolean stop(String id) {
    Json answer =
        checked(
            send(request("/api/jobs/" + checkedId(id) + "/stop").POST(BodyPublishers.noBody())));
    return answer.text("stopped", "").equals("true");
  }

  /**
   * Copies a job's output.
   *
   * @param follow whether to go on until the job has ended
   */
  public void copyLog(String id, boolean follow, OutputStream out) {
    HttpRequest request =
        request("/api/jobs/" + checkedId(id) + "/logs" + (follow ? "?follow" : "")).GET().build();
    HttpResponse<InputStream> response = send(request, BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      if (response.statusCode() != 200) {
        throw refused(response.statusCode(), new String(in.readAllBytes()));
      }
      byte[] buffer = new byte[1 << 14];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      throw new JobClientException(
          "The connection to the job server at "
              + address
              + " broke while the output of "
              + id
              + " was read ("
              + e.getMessage()
              + "): if its node has ended, so has the job.",
          e);
    }
  }

  private static String checkedId(String id) {
    if (!id.matches("\\w+")) {
      throw new JobClientException("This is no submission id: " + id + ".");
    }
    return id;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + address + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request.build(), BodyHandlers.ofString());
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (ConnectException e) {
      throw new JobClientException(
          "There is no job server at "
              + address
              + ": start a head node (ray start --head), or say where it is with --address.",
          e);
    } catch (IOException e) {
      throw new JobClientException("The job server at " + address + " did not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JobClientException("Interrupted.", e);
    }
  }

  private Json checked(HttpResponse<String> response) {
    if (response.statusCode() != 200) {
      throw refused(response.statusCode(), response.body());
    }
    try {
      return Json.parse(response.body());
    } catch (IllegalArgumentException e) {
      throw new JobClientException("What listens at " + address + " is no job server.", e);
    }
  }

  private JobClientException refused(int status, String body) {
    try {
      return new JobClientException(Json.parse(body).text("error", "status " + status));
    } catch (IllegalArgumentException e) {
      return new JobClientException(
          "What listens at "
              + address
              + " is no job server (it answered with status "
              + status
              + ").",
          e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
