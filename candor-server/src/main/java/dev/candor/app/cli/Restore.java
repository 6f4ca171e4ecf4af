package dev.candor.app.cli;

import dev.candor.base.json.Json;
import dev.candor.platform.auth.Hashes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
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
        Map<String, byte[]> entries;
        try {
            entries = read(backup);
        } catch (IOException damaged) { // a ZipException, or the end in the middle of an entry
            System.err.println("restore: " + file + " is damaged: " + damaged.getMessage());
            return 1;
        }
        String wrong = verify(entries);
        if (!wrong.isEmpty()) {
            System.err.println("restore: " + file + " is no whole backup: " + wrong);
            return 1;
        }
        Files.createDirectories(data);
        for (var entry : entries.entrySet()) {
            if (!entry.getKey().equals(Backup.MANIFEST)) {
                Path target = data.resolve(entry.getKey());
                if (entry.getKey().equals("secrets.key")) {
                    Files.createFile(
                            target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                }
                Files.write(target, entry.getValue());
            }
        }
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

    private static Map<String, byte[]> read(Path file) throws IOException {
        var entries = new LinkedHashMap<String, byte[]>();
        try (var zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    /// Empty when all that the manifest names is there with the right bytes, and nothing else.
    private static String verify(Map<String, byte[]> entries) {
        byte[] manifest = entries.get(Backup.MANIFEST);
        if (manifest == null || !(Json.parseObject(manifest).get("sha256") instanceof Map<?, ?> sums)) {
            return "the manifest is missing";
        }
        for (String name : Backup.DATABASES) {
            if (!sums.containsKey(name)) {
                return name + " is missing";
            }
        }
        for (String name : entries.keySet()) {
            if (!name.equals(Backup.MANIFEST) && !sums.containsKey(name)) {
                return "`" + name + "` does not belong there";
            }
        }
        for (var sum : sums.entrySet()) {
            byte[] bytes = entries.get(String.valueOf(sum.getKey()));
            if (bytes == null || !Hashes.sha256(bytes).equals(sum.getValue())) {
                return sum.getKey() + " was changed";
            }
        }
        return "";
    }

    static String integrity(Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database.toAbsolutePath());
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("PRAGMA integrity_check(1)")) {
            return answer.next() ? answer.getString(1) : "no answer";
        }
    }
}
