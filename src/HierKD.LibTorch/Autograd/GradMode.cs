using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Sets whether the current thread records operations for gradients, until it is disposed of.</summary>
internal sealed class GradMode : IDisposable
{
    private readonly int before;

    internal GradMode(bool enabled)
    {
        before = Native.GradMode();
        Native.SetGradMode(enabled ? 1 : 0);
    }

    internal static bool IsEnabled => Native.GradMode() != 0;

    public void Dispose() => Native.SetGradMode(before);
}
