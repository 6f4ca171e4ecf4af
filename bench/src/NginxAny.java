import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// nginx on every loopback address, answering one small page from memory.
final class NginxAny {
    static Proc start(Path folder, Path files, int port) throws IOException {
        Files.writeString(
                folder.resolve("any.conf"),
                """
                daemon off; worker_processes 1; pid %1$s/any.pid; error_log %1$s/any.err; user root;
                events { worker_connections 8192; }
                http { access_log off; client_body_temp_path %1$s/b; proxy_temp_path %1$s/p; fastcgi_temp_path %1$s/f; uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
                  server { listen %2$d backlog=8192; location / { return 200 "ok\\n"; } } }
                """
                        .formatted(folder, port));
        return new Proc(folder.resolve("any.log"), "/usr/sbin/nginx", "-c", folder.resolve("any.conf").toString(), "-p", folder.toString());
    }
}
