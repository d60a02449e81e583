using Mono.Cecil;

namespace HierKD.Onnx;

/// <summary>
/// The type that is put into the copy of TorchSharp, and what its code refers to. It holds delegates of the base library's types only, so
/// that the copy refers to nothing of this library.
/// </summary>
internal sealed class HookReferences
{
    public const string TypeName = "HierKD.Onnx.Hooks";
    public const string CallName = "Call";
    public const string ModuleName = "Module";

    public HookReferences(ModuleDefinition module)
    {
        Object = module.TypeSystem.Object;
        CallType = module.ImportReference(typeof(Func<int, object?[], Action<object?>?>));
        AfterType = module.ImportReference(typeof(Action<object?>));
        CallInvoke = module.ImportReference(typeof(Func<int, object?[], Action<object?>?>).GetMethod("Invoke"));
        AfterInvoke = module.ImportReference(typeof(Action<object?>).GetMethod("Invoke"));

        var type = new TypeDefinition(
            "HierKD.Onnx", "Hooks", TypeAttributes.NotPublic | TypeAttributes.Abstract | TypeAttributes.Sealed, Object);
        CallField = new FieldDefinition(CallName, FieldAttributes.Public | FieldAttributes.Static, CallType);
        ModuleField = new FieldDefinition(ModuleName, FieldAttributes.Public | FieldAttributes.Static, AfterType);
        type.Fields.Add(CallField);
        type.Fields.Add(ModuleField);
        module.Types.Add(type);
    }

    public TypeReference Object { get; }

    /// <summary>Takes the function's number and arguments; gives what takes the result.</summary>
    public TypeReference CallType { get; }

    /// <summary>Takes the result, or a module that is entered; null for one that is left.</summary>
    public TypeReference AfterType { get; }

    public MethodReference CallInvoke { get; }

    public MethodReference AfterInvoke { get; }

    public FieldDefinition CallField { get; }

    public FieldDefinition ModuleField { get; }
}
