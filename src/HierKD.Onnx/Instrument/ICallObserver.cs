namespace HierKD.Onnx;

/// <summary>Sees every call that the instrumented TorchSharp makes into its native library.</summary>
internal interface ICallObserver
{
    /// <summary>
    /// Before a call, on whichever thread. What it returns is called with the result when the function has returned; the values of
    /// <c>out</c> parameters stand among the arguments then.
    /// </summary>
    Action<object?>? BeforeCall(int function, object?[] arguments);

    /// <summary>A module's <c>call</c> begins.</summary>
    void Enter(object module);

    /// <summary>The module's <c>call</c> that began last has returned.</summary>
    void Leave();
}
