package dev.candor.lab.d16;

import dev.candor.platform.auth.Resource;
import dev.candor.platform.auth.Role;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;

/// A version of Candor with a mistake in how roles inherit: whoever may look at something may do everything with it.
/// The mistake is written into a copy of one class file; the program itself knows nothing of it.
final class BugBuild {
    private BugBuild() {}

    /// Writes the class file.
    ///
    /// @return the folder that goes before the program on the class path
    static Path in(Path home) throws IOException {
        String file = Resource.class.getName().replace('.', '/') + ".class";
        byte[] good;
        try (var in = Resource.class.getResourceAsStream("/" + file)) {
            if (in == null) {
                throw new IOException("there is no " + file);
            }
            good = in.readAllBytes();
        }
        ClassDesc resource = Resource.class.describeConstable().orElseThrow();
        ClassDesc role = Role.class.describeConstable().orElseThrow();
        var format = ClassFile.of();
        byte[] broken = format.transformClass(
                format.parse(good),
                ClassTransform.transformingMethodBodies(
                        method -> method.methodName().equalsString("least"), onlyLooking(resource, role)));
        Path folder = Files.createDirectories(home.resolve("bug"));
        Path target = folder.resolve(file);
        Files.createDirectories(target.getParent());
        Files.write(target, broken);
        return folder;
    }

    /// `return read;` whatever the action.
    private static CodeTransform onlyLooking(ClassDesc resource, ClassDesc role) {
        return new CodeTransform() {
            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                // nothing of the body stays
            }

            @Override
            public void atEnd(CodeBuilder code) {
                code.aload(0).getfield(resource, "read", role).areturn();
            }
        };
    }
}
