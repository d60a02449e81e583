using System.Diagnostics.CodeAnalysis;

namespace HierKD.Onnx;

/// <summary>Objects whose native resources belong to others.</summary>
internal static class Unowned
{
    /// <summary>Keeps an object's finalizer from freeing what is not its own.</summary>
    [SuppressMessage("Usage", "CA1816", Justification = "It is about an object that no constructor has made.")]
    public static void Mark(object copy) => GC.SuppressFinalize(copy);
}
