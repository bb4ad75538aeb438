package dev.strait.codec;

import static java.lang.constant.ConstantDescs.CD_MethodHandle;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the writer and the reader of one record type: a hidden class each, whose one method does the components one after the
 * other. Why classes: a method handle is only as fast as a call when it is a constant of the code that invokes it, and no
 * primitive needs a box then. So the sample record of {@code bench/micro} takes 21 ns to encode and 20 to 23 to decode, where code
 * written by hand for it alone takes 18 and 18 to 21 (docs/decisions/0009).
 *
 * <p>The classes name nothing but this package; accessors, constructor and the writers of the components reach them as class data
 * (JEP 371, {@link MethodHandles#classDataAt}), so access was checked when the handles were made, and no name from a message is
 * ever looked up.
 */
final class RecordClass {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final ClassDesc WRITER =
            ValueWriter.class.describeConstable().orElseThrow();
    private static final ClassDesc READER =
            ValueReader.class.describeConstable().orElseThrow();
    private static final ClassDesc OUTPUT = Output.class.describeConstable().orElseThrow();
    private static final ClassDesc INPUT = Input.class.describeConstable().orElseThrow();
    private static final ClassDesc READERS = Readers.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc WRITE = MethodTypeDesc.of(CD_void, CD_Object, OUTPUT);
    private static final MethodTypeDesc READ = MethodTypeDesc.of(CD_Object, INPUT);

    private RecordClass() {}

    /** What to do with one component of the writer's, in the order in which they were written. */
    sealed interface Step {}

    /** The reader's record does not have it. */
    record Skip(ValueReader reader) implements Step {}

    /** It becomes the primitive component {@code target}, widened where {@code to} is the larger type. */
    record ReadPrimitive(int target, Shape.Scalar from, Shape.Scalar to) implements Step {}

    /** It becomes the component {@code target}. */
    record ReadReference(int target, ValueReader reader) implements Step {}

    /**
     * Makes a writer.
     *
     * @param shapes what each component is
     * @param writers the writer of each component that is not primitive
     * @param accessors the erased accessor of each component
     * @param name the name of the record, for messages
     */
    static ValueWriter writer(
            List<Shape> shapes, List<@Nullable ValueWriter> writers, List<MethodHandle> accessors, String name) {
        List<Object> constants = new ArrayList<>();
        return (ValueWriter) make("WriterOfRecord", WRITER, "write", WRITE, constants, code -> {
            int value = 1;
            int out = 2;
            code.aload(value)
                    .loadConstant(name)
                    .invokestatic(
                            ClassDesc.of(RecordClass.class.getName()),
                            "checkNotNull",
                            MethodTypeDesc.of(CD_void, CD_Object, ConstantDescs.CD_String));
            code.aload(out).invokevirtual(OUTPUT, "enter", MTD_void);
            for (int i = 0; i < shapes.size(); i++) {
                ValueWriter writer = writers.get(i);
                if (writer == null) {
                    Shape.Scalar scalar = (Shape.Scalar) shapes.get(i);
                    code.aload(out);
                    get(code, accessors.get(i), value, constants);
                    writePrimitive(code, scalar);
                } else {
                    constant(code, writer, WRITER, constants);
                    if (writer instanceof Writers.LateWriter) {
                        code.invokevirtual(WRITER, "self", MethodTypeDesc.of(WRITER));
                    }
                    get(code, accessors.get(i), value, constants);
                    code.aload(out).invokevirtual(WRITER, "write", WRITE);
                }
            }
            if (shapes.isEmpty()) {
                // Every value has at least one byte, so that a count never exceeds the bytes that follow it.
                code.aload(out)
                        .iconst_0()
                        .invokevirtual(OUTPUT, "writeByte", MethodTypeDesc.of(CD_void, ConstantDescs.CD_int));
            }
            code.aload(out).invokevirtual(OUTPUT, "leave", MTD_void).return_();
        });
    }

    /**
     * Makes a reader.
     *
     * @param steps what to do with each component that was written
     * @param absent for each component of the reader's record, its value if no step sets it; empty for zero, false or null
     * @param constructor the erased canonical constructor
     */
    static ValueReader reader(List<Step> steps, List<Optional<Object>> absent, MethodHandle constructor) {
        List<Object> constants = new ArrayList<>();
        return (ValueReader) make("ReaderOfRecord", READER, "read", READ, constants, code -> {
            int in = 1;
            MethodType type = constructor.type();
            int[] locals = new int[absent.size()];
            for (int i = 0; i < locals.length; i++) {
                locals[i] = code.allocateLocal(TypeKind.from(type.parameterType(i)));
            }
            boolean[] set = new boolean[locals.length];
            code.aload(in).invokevirtual(INPUT, "enter", MTD_void);
            if (steps.isEmpty()) {
                code.aload(in).invokevirtual(INPUT, "readEmpty", MTD_void);
            }
            for (Step step : steps) {
                switch (step) {
                    case Skip(ValueReader reader) -> {
                        read(code, reader, in, constants);
                        code.pop();
                    }
                    case ReadPrimitive(int target, Shape.Scalar from, Shape.Scalar to) -> {
                        set[target] = true;
                        code.aload(in);
                        readPrimitive(code, from);
                        code.conversion(TypeKind.from(from.type), TypeKind.from(to.type));
                        code.storeLocal(TypeKind.from(to.type), locals[target]);
                    }
                    case ReadReference(int target, ValueReader reader) -> {
                        set[target] = true;
                        read(code, reader, in, constants);
                        code.astore(locals[target]);
                    }
                }
            }
            code.aload(in).invokevirtual(INPUT, "leave", MTD_void);
            constant(code, constructor, CD_MethodHandle, constants);
            for (int i = 0; i < locals.length; i++) {
                TypeKind kind = TypeKind.from(type.parameterType(i));
                if (set[i]) {
                    code.loadLocal(kind, locals[i]);
                } else if (absent.get(i).isEmpty()) {
                    nothing(code, kind);
                } else {
                    constant(code, absent.get(i).get(), CD_Object, constants);
                }
            }
            code.invokevirtual(CD_MethodHandle, "invokeExact", descriptor(type)).areturn();
        });
    }

    /** Called by the writers that are made here. */
    static void checkNotNull(@Nullable Object value, String place) {
        if (value == null) {
            throw ValueWriter.isNull(place);
        }
    }

    private static Object make(
            String name,
            ClassDesc parent,
            String method,
            MethodTypeDesc type,
            List<Object> constants,
            Consumer<CodeBuilder> body) {
        byte[] bytes = ClassFile.of()
                .build(
                        ClassDesc.of(RecordClass.class.getPackageName(), name),
                        made -> made.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER | ClassFile.ACC_SYNTHETIC)
                                .withSuperclass(parent)
                                .withMethodBody(
                                        INIT_NAME,
                                        MTD_void,
                                        0,
                                        code -> code.aload(0)
                                                .invokespecial(parent, INIT_NAME, MTD_void)
                                                .return_())
                                .withMethodBody(method, type, 0, body));
        try {
            MethodHandles.Lookup hidden = LOOKUP.defineHiddenClassWithClassData(bytes, List.copyOf(constants), true);
            return hidden.findConstructor(hidden.lookupClass(), MethodType.methodType(void.class))
                    .invoke();
        } catch (Throwable e) {
            throw new AssertionError("a class made for a record does not load", e);
        }
    }

    private static void constant(CodeBuilder code, Object value, ClassDesc type, List<Object> constants) {
        code.loadConstant(DynamicConstantDesc.ofNamed(
                ConstantDescs.BSM_CLASS_DATA_AT, ConstantDescs.DEFAULT_NAME, type, constants.size()));
        constants.add(value);
    }

    private static void get(CodeBuilder code, MethodHandle accessor, int value, List<Object> constants) {
        constant(code, accessor, CD_MethodHandle, constants);
        code.aload(value).invokevirtual(CD_MethodHandle, "invokeExact", descriptor(accessor.type()));
    }

    private static void read(CodeBuilder code, ValueReader reader, int in, List<Object> constants) {
        constant(code, reader, READER, constants);
        if (reader instanceof Readers.LateReader) {
            code.invokevirtual(READER, "self", MethodTypeDesc.of(READER));
        }
        code.aload(in).invokevirtual(READER, "read", READ);
    }

    private static MethodTypeDesc descriptor(MethodType type) {
        return type.describeConstable().orElseThrow();
    }

    private static void writePrimitive(CodeBuilder code, Shape.Scalar scalar) {
        switch (scalar) {
            case BOOLEAN -> write(code, "writeBoolean", ConstantDescs.CD_boolean);
            case BYTE -> write(code, "writeByte", ConstantDescs.CD_int);
            case SHORT, INT -> write(code, "writeZigZagInt", ConstantDescs.CD_int);
            case CHAR -> write(code, "writeVarInt", ConstantDescs.CD_int);
            case LONG -> write(code, "writeZigZagLong", ConstantDescs.CD_long);
            case FLOAT -> write(code, "writeFloat", ConstantDescs.CD_float);
            case DOUBLE -> write(code, "writeDouble", ConstantDescs.CD_double);
            case STRING, BYTES -> throw new IllegalStateException("not primitive: " + scalar);
        }
    }

    private static void write(CodeBuilder code, String method, ClassDesc type) {
        code.invokevirtual(OUTPUT, method, MethodTypeDesc.of(CD_void, type));
    }

    private static void readPrimitive(CodeBuilder code, Shape.Scalar scalar) {
        switch (scalar) {
            case BOOLEAN -> read(code, "readBoolean", ConstantDescs.CD_boolean);
            case BYTE -> read(code, "readByte", ConstantDescs.CD_byte);
            case SHORT -> code.invokestatic(READERS, "readShort", MethodTypeDesc.of(ConstantDescs.CD_short, INPUT));
            case CHAR -> code.invokestatic(READERS, "readChar", MethodTypeDesc.of(ConstantDescs.CD_char, INPUT));
            case INT -> read(code, "readZigZagInt", ConstantDescs.CD_int);
            case LONG -> read(code, "readZigZagLong", ConstantDescs.CD_long);
            case FLOAT -> read(code, "readFloat", ConstantDescs.CD_float);
            case DOUBLE -> read(code, "readDouble", ConstantDescs.CD_double);
            case STRING, BYTES -> throw new IllegalStateException("not primitive: " + scalar);
        }
    }

    private static void read(CodeBuilder code, String method, ClassDesc type) {
        code.invokevirtual(INPUT, method, MethodTypeDesc.of(type));
    }

    private static void nothing(CodeBuilder code, TypeKind kind) {
        switch (kind) {
            case LONG -> code.lconst_0();
            case FLOAT -> code.fconst_0();
            case DOUBLE -> code.dconst_0();
            case REFERENCE -> code.aconst_null();
            default -> code.iconst_0();
        }
    }
}
