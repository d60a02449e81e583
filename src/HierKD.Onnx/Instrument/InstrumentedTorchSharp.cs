using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace HierKD.Onnx;

/// <summary>
/// TorchSharp.dll with a hook before and after every call into its native library, and around every module's <c>call</c>.
/// </summary>
/// <param name="Image">The assembly.</param>
/// <param name="Functions">The native functions, by the number that hooks are told.</param>
internal sealed record InstrumentedTorchSharp(byte[] Image, IReadOnlyList<NativeFunction> Functions)
{
    // Rewriting takes most of a second, and gives the same each time.
    private static readonly Lazy<InstrumentedTorchSharp> Instance = new(() => Rewrite(PathOfTorchSharp()));

    public static InstrumentedTorchSharp Get() => Instance.Value;

    private static string PathOfTorchSharp()
    {
        var path = typeof(TorchSharp.torch).Assembly.Location;
        return path.Length > 0 && File.Exists(path)
            ? path
            : throw new NotSupportedException(
                "The export reads TorchSharp.dll, and this application has no such file: it was published as a single file or natively. " +
                "Export from an ordinary build.");
    }

    private static InstrumentedTorchSharp Rewrite(string path)
    {
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(path));
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        using var module = ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = resolver });
        var hooks = new HookReferences(module);
        var functions = new List<NativeFunction>();
        foreach (var type in module.GetTypes().ToList())
        {
            foreach (var method in type.Methods.Where(m => m.IsPInvokeImpl).ToList())
            {
                functions.Add(Describe(method));
                Wrap(method, functions.Count - 1, hooks);
            }
            foreach (var call in type.Methods.Where(m => IsModuleCall(type, m))) Surround(call, hooks);
        }
        // The signature is not made anew, and .NET does not check it.
        module.Attributes &= ~ModuleAttributes.StrongNameSigned;
        using var image = new MemoryStream();
        module.Write(image);
        return new InstrumentedTorchSharp(image.ToArray(), functions);
    }

    private static NativeFunction Describe(MethodDefinition method) =>
        new(method.Name, [.. method.Parameters.Select(p => new NativeParameter(p.Name, p.ParameterType.Name))], method.ReturnType.Name);

    private static void Wrap(MethodDefinition method, int index, HookReferences hooks)
    {
        var import = method.PInvokeInfo;
        var entry = string.IsNullOrEmpty(import.EntryPoint) ? method.Name : import.EntryPoint;
        var native = new MethodDefinition(method.Name + "_native", method.Attributes, method.ReturnType)
        {
            ImplAttributes = method.ImplAttributes,
            PInvokeInfo = new PInvokeInfo(import.Attributes, entry, import.Module),
        };
        native.MethodReturnType.MarshalInfo = method.MethodReturnType.MarshalInfo;
        foreach (var parameter in method.Parameters)
        {
            native.Parameters.Add(new ParameterDefinition(parameter.Name, parameter.Attributes, parameter.ParameterType)
            {
                MarshalInfo = parameter.MarshalInfo,
            });
        }
        method.DeclaringType.Methods.Add(native);

        method.PInvokeInfo = null;
        method.IsPInvokeImpl = false;
        method.ImplAttributes = MethodImplAttributes.IL | MethodImplAttributes.Managed;
        method.Body = new MethodBody(method);
        new WrapperBody(method, native, index, hooks).Write();
    }

    private static bool IsModuleCall(TypeDefinition type, MethodDefinition method) =>
        method.Name == "call" && method.HasBody && !method.IsStatic
            && type.Name.StartsWith("Module`", StringComparison.Ordinal) && type.DeclaringType?.Name == "nn";

    private static void Surround(MethodDefinition call, HookReferences hooks)
    {
        call.Body.SimplifyMacros();
        var il = call.Body.GetILProcessor();
        // The last return first becomes the notice, so that what jumps to it gives notice as well.
        foreach (var end in call.Body.Instructions.Where(i => i.OpCode == OpCodes.Ret).ToList())
        {
            var give = il.Create(OpCodes.Ret);
            il.InsertAfter(end, give);
            end.OpCode = OpCodes.Nop;
            Notify(il, give, hooks, OpCodes.Ldnull);
        }
        Notify(il, call.Body.Instructions[0], hooks, OpCodes.Ldarg_0);
        call.Body.OptimizeMacros();
    }

    private static void Notify(ILProcessor il, Instruction before, HookReferences hooks, OpCode what)
    {
        var tell = what == OpCodes.Ldarg_0 ? il.Create(OpCodes.Ldarg, il.Body.ThisParameter) : il.Create(what);
        var end = il.Create(OpCodes.Nop);
        Instruction[] notice =
        [
            il.Create(OpCodes.Ldsfld, hooks.ModuleField),
            il.Create(OpCodes.Dup),
            il.Create(OpCodes.Brtrue, tell),
            il.Create(OpCodes.Pop),
            il.Create(OpCodes.Br, end),
            tell,
            il.Create(OpCodes.Callvirt, hooks.AfterInvoke),
            end,
        ];
        foreach (var instruction in notice) il.InsertBefore(before, instruction);
    }
}
