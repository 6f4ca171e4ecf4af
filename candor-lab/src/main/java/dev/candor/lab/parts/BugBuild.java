package dev.candor.lab.parts;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// A version of Candor with one mistake in it. The mistake is written into a copy of a class file, which goes before
/// the program on the class path; the program itself knows nothing of it.
public final class BugBuild {
    private BugBuild() {}

    /// Writes the class file.
    ///
    /// @param home where the folder is made
    /// @param of the class with the mistake
    /// @param method in which of its methods
    /// @return the folder for `CandorNode.restart`
    /// @throws IOException also when the mistake changes nothing: then it would be no bug build
    public static Path in(Path home, Class<?> of, String method, CodeTransform mistake) throws IOException {
        String file = of.getName().replace('.', '/') + ".class";
        byte[] good;
        try (var in = of.getResourceAsStream("/" + file)) {
            if (in == null) {
                throw new IOException("there is no " + file);
            }
            good = in.readAllBytes();
        }
        var format = ClassFile.of();
        byte[] broken = format.transformClass(
                format.parse(good),
                ClassTransform.transformingMethodBodies(
                        model -> model.methodName().equalsString(method), mistake));
        if (Arrays.equals(broken, good)) {
            throw new IOException("nothing changes in " + of.getSimpleName() + "." + method);
        }
        Path folder = Files.createTempDirectory(home, "bug");
        Path target = folder.resolve(file);
        Files.createDirectories(target.getParent());
        Files.write(target, broken);
        return folder;
    }
}
