package dev.candor.app.cli;

import dev.candor.app.Settings;
import dev.candor.base.json.Json;
import dev.candor.base.time.SystemTime;
import dev.candor.platform.auth.Hashes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "backup",
        description =
                "Copies the data folder's databases and key into one verified file; the server may run meanwhile.",
        mixinStandardHelpOptions = true)
final class Backup implements Callable<Integer> {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    static final String MANIFEST = "manifest.json";
    static final List<String> DATABASES = List.of("ledger.db", "results.db");

    @Mixin
    StoreOptions store = new StoreOptions();

    @Parameters(paramLabel = "FILE", description = "Where to; must not exist.")
    @Nullable
    Path file;

    @Override
    public Integer call() throws IOException, SQLException {
        Path target = java.util.Objects.requireNonNull(file);
        Settings settings = store.existing();
        if (settings.databaseUrl().isPresent()) {
            System.err.println("backup: the rows are in PostgreSQL; back them up with pg_dump, and keep secrets.key of "
                    + settings.data() + " beside it");
            return 2;
        }
        if (Files.exists(target)) {
            System.err.println("backup: " + target + " exists already");
            return 2;
        }
        // Beside the target: there is room for the copy where there is room for the backup.
        Path folder = target.toAbsolutePath().getParent();
        Path work = Files.createTempDirectory(folder, ".candor-backup", OWNER_ONLY_FOLDER);
        Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
        try {
            Files.deleteIfExists(unfinished);
            Files.createFile(unfinished, OWNER_ONLY); // the key to every secret is in it
            write(settings.data(), work, unfinished);
            try (FileChannel written = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
            for (String name : DATABASES) {
                Files.deleteIfExists(work.resolve(name));
            }
            Files.delete(work);
        }
        System.out.println("backup written: " + target + " (" + Files.size(target) / 1024 + " KiB)");
        return 0;
    }

    private static void write(Path data, Path work, Path target) throws IOException, SQLException {
        var sums = new LinkedHashMap<String, Object>();
        try (var zip = new ZipOutputStream(Files.newOutputStream(target))) {
            for (String name : DATABASES) {
                Path copy = work.resolve(name);
                System.err.println("copying " + name + " ...");
                copyDatabase(data.resolve(name), copy);
                sums.put(name, add(zip, name, copy));
            }
            Path key = data.resolve("secrets.key");
            if (Files.exists(key)) {
                sums.put("secrets.key", add(zip, "secrets.key", key));
            }
            zip.putNextEntry(new ZipEntry(MANIFEST));
            zip.write(Json.write(Json.object("format", 1, "sha256", sums)).getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
    }

    /// A consistent copy of a database in use, without its free pages.
    private static void copyDatabase(Path from, Path to) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + from.toAbsolutePath());
                PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
            vacuum.setString(1, to.toAbsolutePath().toString());
            vacuum.execute();
        }
    }

    private static String add(ZipOutputStream zip, String name, Path file) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        MessageDigest sum = Hashes.digest();
        var progress = Progress.of("packing " + name, Files.size(file), SystemTime.elapsed());
        try (var in = new DigestInputStream(progress.counting(Files.newInputStream(file)), sum)) {
            in.transferTo(zip);
        }
        zip.closeEntry();
        return HexFormat.of().formatHex(sum.digest());
    }
}
