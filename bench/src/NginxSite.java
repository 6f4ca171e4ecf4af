import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// nginx tuned as its manual advises for static files: two workers, sendfile, open_file_cache, gzip_static, no log.
final class NginxSite {
    static Proc start(Path folder, Path files, int port, int tlsPort) throws IOException {
        String tls = tlsPort == 0
                ? ""
                : "server { listen 127.0.0.1:%d ssl; ssl_certificate %s/cert.pem; ssl_certificate_key %s/key.pem; ssl_session_tickets off; ssl_session_cache off; root %s; }"
                        .formatted(tlsPort, folder, folder, files);
        Files.writeString(
                folder.resolve("nginx.conf"),
                """
                daemon off; worker_processes 2; pid %1$s/nginx.pid; error_log %1$s/nginx.err; user root;
                events { worker_connections 4096; }
                http {
                  access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 1000000; open_file_cache max=1000;
                  gzip_static on; types { text/html html; application/json json; text/css css; } default_type text/html;
                  client_body_temp_path %1$s/b; proxy_temp_path %1$s/p; fastcgi_temp_path %1$s/f; uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
                  server { listen 127.0.0.1:%2$d backlog=4096; root %3$s; }
                  %4$s
                }
                """
                        .formatted(folder, port, files, tls));
        return new Proc(folder.resolve("nginx.log"), "/usr/sbin/nginx", "-c", folder.resolve("nginx.conf").toString(), "-p", folder.toString());
    }
}
