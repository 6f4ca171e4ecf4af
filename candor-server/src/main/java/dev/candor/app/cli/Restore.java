package dev.candor.app.cli;

import dev.candor.base.json.Json;
import dev.candor.base.json.JsonException;
import dev.candor.base.time.SystemTime;
import dev.candor.platform.auth.Hashes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        description = "Brings a backup into an empty data folder, after verifying every byte of it.",
        mixinStandardHelpOptions = true)
final class Restore implements Callable<Integer> {
    private static final int MANIFEST_BYTES = 64 << 10;
    private static final Set<String> KNOWN = Set.of("ledger.db", "results.db", "secrets.key");

    @Mixin
    StoreOptions store = new StoreOptions();

    @Parameters(paramLabel = "FILE")
    @Nullable
    Path file;

    @Override
    public Integer call() throws IOException, SQLException {
        Path data = store.load().data();
        if (Files.exists(data.resolve("ledger.db"))) {
            System.err.println("restore: " + data + " holds a ledger already; choose an empty folder with --data");
            return 2;
        }
        Path backup = java.util.Objects.requireNonNull(file);
        if (!Files.isRegularFile(backup)) {
            System.err.println("restore: there is no file " + backup);
            return 2;
        }
        String wrong = verify(backup);
        if (!wrong.isEmpty()) {
            System.err.println("restore: " + file + " is no whole backup: " + wrong);
            return 1;
        }
        Files.createDirectories(data);
        unpack(backup, data);
        for (String name : Backup.DATABASES) {
            String answer = integrity(data.resolve(name));
            System.out.println(name + ": " + answer);
            if (!answer.equals("ok")) {
                return 1;
            }
        }
        System.out.println("restored into " + data);
        return 0;
    }

    /// Reads the whole file once without keeping it. Empty when all that the manifest names is there with the right
    /// bytes, and nothing else.
    private static String verify(Path backup) throws IOException {
        var sums = new LinkedHashMap<String, String>();
        Map<?, ?> wanted = Map.of();
        try (var zip = open("verifying", backup)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(Backup.MANIFEST)) {
                    byte[] manifest = zip.readNBytes(MANIFEST_BYTES);
                    wanted = Json.parseObject(manifest).get("sha256") instanceof Map<?, ?> map ? map : Map.of();
                } else if (KNOWN.contains(entry.getName())) {
                    MessageDigest sum = Hashes.digest();
                    new DigestInputStream(zip, sum).transferTo(OutputStream.nullOutputStream());
                    sums.put(entry.getName(), HexFormat.of().formatHex(sum.digest()));
                } else {
                    return "`" + entry.getName() + "` does not belong there";
                }
            }
        } catch (IOException damaged) { // a ZipException, or the end in the middle of an entry
            return "it is damaged: " + damaged.getMessage();
        } catch (JsonException damaged) {
            return "its manifest is damaged: " + damaged.getMessage();
        }
        if (wanted.isEmpty()) {
            return "the manifest is missing";
        }
        for (String name : Backup.DATABASES) {
            if (!wanted.containsKey(name)) {
                return name + " is missing";
            }
        }
        for (Map.Entry<?, ?> sum : wanted.entrySet()) {
            if (!sum.getValue().equals(sums.get(String.valueOf(sum.getKey())))) {
                return sum.getKey() + " was changed";
            }
        }
        return sums.keySet().equals(wanted.keySet()) ? "" : "the manifest does not name all of its files";
    }

    private static void unpack(Path backup, Path data) throws IOException {
        try (var zip = open("unpacking", backup)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (KNOWN.contains(entry.getName())) {
                    Path target = data.resolve(entry.getName());
                    Files.createFile(
                            target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                    try (OutputStream out = Files.newOutputStream(target)) {
                        zip.transferTo(out);
                    }
                }
            }
        }
    }

    private static ZipInputStream open(String doing, Path backup) throws IOException {
        var progress = Progress.of(doing + " " + backup.getFileName(), Files.size(backup), SystemTime.elapsed());
        return new ZipInputStream(progress.counting(Files.newInputStream(backup)));
    }

    static String integrity(Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database.toAbsolutePath());
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("PRAGMA integrity_check(1)")) {
            return answer.next() ? answer.getString(1) : "no answer";
        }
    }
}
