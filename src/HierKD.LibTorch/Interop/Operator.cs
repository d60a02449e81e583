using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>An operator of ATen, looked up when it is first used; a libtorch that lacks it fails at that call only.</summary>
internal sealed unsafe class Operator(string name, string overload = "")
{
    private const int WordsOnStack = 64;

    private nint handle;

    /// <summary>Calls the operator for its one tensor.</summary>
    internal torch.Tensor Call(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        return result.ToTensor();
    }

    /// <summary>Calls the operator for its first two tensors.</summary>
    internal (torch.Tensor, torch.Tensor) Call2(params ReadOnlySpan<Arg> arguments)
    {
        var results = stackalloc NativeValue[2];
        Invoke(arguments, results, 2);
        return (results[0].ToTensor(), results[1].ToTensor());
    }

    /// <summary>Calls the operator for its first three tensors.</summary>
    internal (torch.Tensor, torch.Tensor, torch.Tensor) Call3(params ReadOnlySpan<Arg> arguments)
    {
        var results = stackalloc NativeValue[3];
        Invoke(arguments, results, 3);
        return (results[0].ToTensor(), results[1].ToTensor(), results[2].ToTensor());
    }

    /// <summary>Calls the operator for its list of tensors.</summary>
    internal torch.Tensor[] CallList(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        return result.ToTensors();
    }

    /// <summary>Calls the operator for its truth value.</summary>
    internal bool CallBool(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        return result.Int != 0;
    }

    /// <summary>Calls the operator for its number.</summary>
    internal NativeValue CallNumber(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        return result;
    }

    /// <summary>Calls the operator for its effect alone: the native side drops what it returns.</summary>
    internal void Run(params ReadOnlySpan<Arg> arguments) => Invoke(arguments, null, 0);

    /// <summary>Calls an operator that changes its first argument, and returns that tensor itself, as TorchSharp does.</summary>
    internal torch.Tensor InPlace(params ReadOnlySpan<Arg> arguments)
    {
        Invoke(arguments, null, 0);
        return arguments[0].Tensor;
    }

    [SkipLocalsInit]
    private void Invoke(ReadOnlySpan<Arg> arguments, NativeValue* results, int count)
    {
        var op = handle != 0 ? handle : Resolve();
        var words = 0;
        foreach (ref readonly var argument in arguments)
        {
            words += argument.Words;
        }

        if (words <= WordsOnStack)
        {
            var scratch = stackalloc long[WordsOnStack];
            Invoke(op, arguments, scratch, results, count);
            return;
        }

        var memory = (long*)NativeMemory.Alloc((nuint)words, sizeof(long));
        try
        {
            Invoke(op, arguments, memory, results, count);
        }
        finally
        {
            NativeMemory.Free(memory);
        }
    }

    [SkipLocalsInit]
    private static void Invoke(nint op, ReadOnlySpan<Arg> arguments, long* scratch, NativeValue* results, int count)
    {
        var values = stackalloc NativeValue[arguments.Length];
        for (var k = 0; k < arguments.Length; k++)
        {
            values[k] = arguments[k].Write(scratch);
            scratch += arguments[k].Words;
        }

        Native.Check(Native.Call(op, values, arguments.Length, results, count));
    }

    private nint Resolve()
    {
        nint found;
        Native.Check(Native.Find("aten::" + name, overload, &found));
        if (found == 0)
        {
            throw new NotSupportedException(
                $"The installed libtorch {Native.TorchVersion} has no operator '{name}{(overload.Length == 0 ? "" : "." + overload)}'.");
        }

        return handle = found;
    }
}
