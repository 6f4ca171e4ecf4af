package dev.candor.lab.d14;

import dev.candor.lab.parts.BugBuild;
import dev.candor.telemetry.detect.BurnRate;
import dev.candor.telemetry.detect.BurnRule;
import dev.candor.telemetry.detect.CountSettings;
import dev.candor.telemetry.detect.CountTest;
import dev.candor.telemetry.window.Dimension;
import dev.candor.telemetry.window.Tally;
import dev.candor.telemetry.window.Top;
import dev.candor.telemetry.window.Window;
import java.io.IOException;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// A mistake somebody makes in the program of a rule over access logs: what it asks a window, or its own limits, is
/// answered otherwise.
///
/// @param what in words
/// @param rule whose proof must notice it
/// @param of the class with the mistake, `method` the place in it
/// @param asked who is asked there, `questions` what
/// @param otherwise stands in place of the question, with the one who is asked on the stack
record WrongBuild(
        String what,
        String rule,
        Class<?> of,
        String method,
        Class<?> asked,
        Set<String> questions,
        BiConsumer<CodeBuilder, InvokeInstruction> otherwise) {
    private static final String BUDGET = "objective/shop";
    private static final String SUDDEN = "sudden/shop";
    private static final ClassDesc WINDOW = described(Window.class);
    private static final ClassDesc DIMENSION = described(Dimension.class);
    private static final ClassDesc TOP = described(Top.class);
    private static final ClassDesc TALLY = described(Tally.class);
    private static final ClassDesc DURATION = described(Duration.class);
    private static final MethodTypeDesc COUNT = MethodTypeDesc.of(ConstantDescs.CD_long);
    private static final MethodTypeDesc SHARE = MethodTypeDesc.of(ConstantDescs.CD_double);

    /// Both rules misread their windows in the same ways; then each has its own wrong limits.
    static List<WrongBuild> all() {
        var all = new ArrayList<WrongBuild>();
        all.addAll(misread(BUDGET, BurnRate.class, "add"));
        all.addAll(misread(SUDDEN, CountTest.class, "step"));
        all.add(new WrongBuild(
                "averages shares where it should add up",
                BUDGET,
                BurnRate.class,
                "add",
                Window.class,
                Set.of("requests", "failures"),
                WrongBuild::averaged));
        all.add(limits("limits ten times as high", Set.of("factor"), (code, call) -> times(code, call, 10)));
        all.add(limits("limits a tenth as high", Set.of("factor"), (code, call) -> times(code, call, 0.1)));
        all.add(limits("windows ten times as long", windows(), (code, call) -> stretched(code, call, "multipliedBy")));
        all.add(limits("windows a tenth as long", windows(), (code, call) -> stretched(code, call, "dividedBy")));
        all.add(new WrongBuild(
                "wants a thousand times the evidence",
                SUDDEN,
                CountTest.class,
                "step",
                CountSettings.class,
                Set.of("evidence"),
                (code, call) -> times(code, call, 1000)));
        return List.copyOf(all);
    }

    private static List<WrongBuild> misread(String rule, Class<?> of, String method) {
        return List.of(
                failures(
                        "counts no failures",
                        rule,
                        of,
                        method,
                        code -> code.pop().lconst_0()),
                failures("takes requests for failures", rule, of, method, WrongBuild::requests),
                failures("takes successes for failures", rule, of, method, code -> {
                    requests(code.dup());
                    code.dup2_x1()
                            .pop2()
                            .invokevirtual(WINDOW, "failures", COUNT)
                            .lsub();
                }),
                failures("takes no success for no data", rule, of, method, WrongBuild::unlessAll),
                failures(
                        "looks at a host that never comes",
                        rule,
                        of,
                        method,
                        code -> code.getstatic(DIMENSION, Dimension.HOST.name(), DIMENSION)
                                .invokevirtual(WINDOW, "top", MethodTypeDesc.of(TOP, DIMENSION))
                                .loadConstant("d.shop.example")
                                .invokevirtual(TOP, "of", MethodTypeDesc.of(TALLY, ConstantDescs.CD_String))
                                .invokevirtual(TALLY, "failures", COUNT)),
                new WrongBuild(
                        "counts each request ten times",
                        rule,
                        of,
                        method,
                        Window.class,
                        Set.of("requests"),
                        (code, call) -> code.with(call).loadConstant(10L).lmul()));
    }

    private static WrongBuild failures(
            String what, String rule, Class<?> of, String method, Consumer<CodeBuilder> otherwise) {
        return new WrongBuild(
                what, rule, of, method, Window.class, Set.of("failures"), (code, _) -> otherwise.accept(code));
    }

    private static WrongBuild limits(
            String what, Set<String> questions, BiConsumer<CodeBuilder, InvokeInstruction> otherwise) {
        return new WrongBuild(what, BUDGET, BurnRate.class, "judge", BurnRule.class, questions, otherwise);
    }

    private static Set<String> windows() {
        return Set.of("longWindow", "shortWindow");
    }

    private static void requests(CodeBuilder code) {
        code.invokevirtual(WINDOW, "requests", COUNT);
    }

    private static void unlessAll(CodeBuilder code) {
        code.dup()
                .invokevirtual(WINDOW, "share", SHARE)
                .loadConstant(1.0)
                .dcmpl()
                .ifThenElse(
                        Opcode.IFLT,
                        some -> some.invokevirtual(WINDOW, "failures", COUNT),
                        all -> all.pop().lconst_0());
    }

    /// Every window weighs the same, however many requests it has.
    private static void averaged(CodeBuilder code, InvokeInstruction call) {
        if (call.name().equalsString("requests")) {
            code.pop().loadConstant(1000L);
        } else {
            code.invokevirtual(WINDOW, "share", SHARE)
                    .loadConstant(1000.0)
                    .dmul()
                    .d2l();
        }
    }

    private static void times(CodeBuilder code, InvokeInstruction call, double by) {
        code.with(call).loadConstant(by).dmul();
    }

    private static void stretched(CodeBuilder code, InvokeInstruction call, String how) {
        code.with(call)
                .loadConstant(10L)
                .invokevirtual(DURATION, how, MethodTypeDesc.of(DURATION, ConstantDescs.CD_long));
    }

    private static ClassDesc described(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    /// Writes it.
    ///
    /// @return the folder that goes before the program on the class path
    Path build(Path home) throws IOException {
        ClassDesc whom = described(asked);
        return BugBuild.in(home, of, method, (code, element) -> {
            if (element instanceof InvokeInstruction call
                    && call.owner().asSymbol().equals(whom)
                    && questions.contains(call.name().stringValue())) {
                otherwise.accept(code, call);
            } else {
                code.with(element);
            }
        });
    }
}
