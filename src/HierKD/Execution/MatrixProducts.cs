using System.Reflection;
using System.Reflection.Emit;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Whether a model's own code may call <c>matmul</c>. TorchSharp does not catch what libtorch says to two types there: the process ends.
/// So where it may, nothing but the model's own type goes about between its layers. Read from the code of its modules, and from what that
/// calls; what cannot be read counts as a call.
/// </summary>
internal sealed class MatrixProducts
{
    private static readonly Assembly Torch = typeof(Tensor).Assembly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    private readonly Queue<MethodBase> _toRead = [];
    private readonly HashSet<MethodBase> _known = [];

    private MatrixProducts()
    {
    }

    /// <param name="model">The model.</param>
    /// <param name="forward">What calls it, if that is the user's own code.</param>
    public static bool MayBeCalled(nn.Module model, Delegate? forward)
    {
        var reader = new MatrixProducts();
        if (forward is not null) reader.Add(forward.Method);
        foreach (var type in model.modules().Append(model).Select(module => module.GetType()).Distinct())
        {
            for (var own = type; own is not null && own.Assembly != Torch && own != typeof(object); own = own.BaseType) reader.AddAll(own);
        }
        return reader.FindsCall();
    }

    private bool FindsCall()
    {
        try
        {
            while (_toRead.TryDequeue(out var method))
            {
                if (method.GetMethodBody()?.GetILAsByteArray() is not { } code) return true;
                foreach (var called in Called(method, code))
                {
                    if (called is null || IsProduct(called) || IsUnknown(called)) return true;
                    Add(called);
                }
            }
            return false;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or NotSupportedException or InvalidOperationException
            or IOException or TypeLoadException or BadImageFormatException or KeyNotFoundException)
        {
            return true;
        }
    }

    private static bool IsProduct(MethodBase method) => method.Name == nameof(Tensor.matmul) && method.DeclaringType?.Assembly == Torch;

    /// <summary>A function that was handed over, or one of several that may be meant; those of modules are all read.</summary>
    private static bool IsUnknown(MethodBase method) => method.DeclaringType is not { } type
        || (typeof(Delegate).IsAssignableFrom(type) && !method.IsConstructor)
        || (method is { IsVirtual: true, IsFinal: false } && !type.IsSealed && UsesTorch(type) && !IsModule(type));

    private static bool IsModule(Type type) => typeof(nn.Module).IsAssignableFrom(type);

    private void Add(MethodBase method)
    {
        if (method.DeclaringType is not { } type || !UsesTorch(type)) return;
        // The rest of what is made here may be called by others: iterators, closures, what implements an interface.
        if (method.IsConstructor && !IsModule(type)) AddAll(type);
        if (_known.Add(method)) _toRead.Enqueue(method);
    }

    private void AddAll(Type type)
    {
        // A static method is read where it is called.
        const BindingFlags Own = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        foreach (var method in type.GetMethods(Own).Where(m => !m.IsAbstract && _known.Add(m))) _toRead.Enqueue(method);
    }

    /// <summary>Only code that refers to TorchSharp can call its functions by name.</summary>
    private static bool UsesTorch(Type type) => type.Assembly != Torch && type.Assembly != typeof(MatrixProducts).Assembly
        && type.Assembly.GetReferencedAssemblies().Any(name => name.Name == Torch.GetName().Name);

    private static IEnumerable<MethodBase?> Called(MethodBase method, byte[] code)
    {
        var ofType = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var i = 0; i < code.Length;)
        {
            var instruction = Codes[code[i] == 0xFE ? (short)(0xFE00 | code[i + 1]) : code[i]];
            i += instruction.Size;
            if (instruction.OperandType == OperandType.InlineMethod)
            {
                yield return method.Module.ResolveMethod(BitConverter.ToInt32(code, i), ofType, ofMethod);
            }
            i += instruction.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, i)),
                _ => 4,
            };
        }
    }
}
