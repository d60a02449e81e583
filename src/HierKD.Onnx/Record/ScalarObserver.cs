namespace HierKD.Onnx;

/// <summary>Watches the copy before its first forward: static fields may make numbers then.</summary>
internal sealed class ScalarObserver(IReadOnlyList<NativeFunction> functions, ScalarTable scalars) : ICallObserver
{
    public Action<object?>? BeforeCall(int function, object?[] arguments) =>
        ScalarTable.IsAbout(functions[function].Name) ? scalars.BeforeCall(functions[function].Name, arguments) : null;

    public void Enter(object module)
    {
    }

    public void Leave()
    {
    }
}
