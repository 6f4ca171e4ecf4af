package dev.candor.lab.d16;

import dev.candor.lab.parts.BugBuild;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.auth.Role;
import java.io.IOException;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Path;

/// A mistake in how roles inherit: whoever may look at something may do everything with it.
final class OnlyLooking implements CodeTransform {
    private static final ClassDesc RESOURCE = Resource.class.describeConstable().orElseThrow();
    private static final ClassDesc ROLE = Role.class.describeConstable().orElseThrow();

    private OnlyLooking() {}

    /// @return the folder that goes before the program on the class path
    static Path build(Path home) throws IOException {
        return BugBuild.in(home, Resource.class, "least", new OnlyLooking());
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
        // nothing of the body stays
    }

    /// `return read;` whatever the action.
    @Override
    public void atEnd(CodeBuilder code) {
        code.aload(0).getfield(RESOURCE, "read", ROLE).areturn();
    }
}
