using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Keeps the current thread in inference mode until it is disposed of.</summary>
internal sealed class InferenceMode : IDisposable
{
    private nint guard;

    internal InferenceMode(bool enabled) => guard = Native.EnterInferenceMode(enabled ? 1 : 0);

    ~InferenceMode() => Leave();

    internal static bool IsEnabled => Native.InferenceMode() != 0;

    public void Dispose()
    {
        Leave();
        GC.SuppressFinalize(this);
    }

    private void Leave()
    {
        if (guard != 0)
        {
            Native.LeaveInferenceMode(guard);
            guard = 0;
        }
    }
}
